import { useCallback, useState, type ReactNode } from 'react';
import { emptyAct, type ActDraft } from '#domain/documents/act-draft.ts';
import type { PaperLanguage } from '#domain/documents/paper.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { LongField, TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { PaperDesk, useMaking } from '../request/paper-desk.tsx';
import styles from '../request/request.module.css';
import { usePaperAtWork } from '../request/use-paper-at-work.ts';

/** P18: the act about technical faults: who signs, what happened as it was measured or as they write it, and the paper. */
export function ActScreen({
  hall,
  hearingId,
  caseNumber,
  onDone,
}: {
  hall: HallClient;
  hearingId: HearingId;
  caseNumber: string;
  onDone: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const [language, setLanguage] = useState<PaperLanguage>('ru');
  const preview = useCallback(
    (draft: ActDraft | null) => hall.ask('act.preview', { hearingId, language, draft }),
    [hall, hearingId, language],
  );
  const { draft, shown, fault: drawFault, change } = usePaperAtWork(preview, emptyAct);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const making = useMaking({
    isShown: shown !== null,
    onDone,
    keep: async () => (await ask('act.draft', { hearingId, draft })).ok,
    make: async () => {
      const outcome = await ask('act.make', { hearingId, language });
      return outcome.ok ? outcome.value : null;
    },
  });
  const write = (part: Partial<ActDraft>): void => {
    making.forget();
    change(part);
  };
  const measured = shown?.measured ?? '';
  const written = draft.circumstances[language];
  const writeDown = (text: string): void =>
    write({ circumstances: { ...draft.circumstances, [language]: text === measured ? '' : text } });
  const paper = shown?.paper ?? null;
  const missing = (paper?.missing ?? []).map((each) => tt(`act.blank.${each}`));
  return (
    <PaperDesk
      {...{ caseNumber, language, paper, missing, isAsking, ...making }}
      title={t('act.title')}
      madeTitle={t('act.made')}
      fault={fault ?? drawFault}
      onDismiss={dismiss}
      onLanguage={setLanguage}
    >
      <div className={styles['row']}>
        <TextField
          label={t('act.blank.headOfRegistry')}
          value={draft.headOfRegistry}
          onChange={(headOfRegistry) => write({ headOfRegistry })}
        />
        <TextField
          label={t('act.blank.secretary')}
          value={draft.secretary}
          onChange={(secretary) => write({ secretary })}
        />
      </div>
      <TextField
        label={t('act.blank.decision')}
        value={draft.decision[language]}
        onChange={(decision) => write({ decision: { ...draft.decision, [language]: decision } })}
      />
      <LongField
        label={t(written === '' ? 'act.measured' : 'act.written')}
        value={written || measured}
        onChange={writeDown}
      />
      {written !== '' && <BigButton onPress={() => writeDown('')}>{t('act.measureAgain')}</BigButton>}
    </PaperDesk>
  );
}
