import { useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import { paperLanguages, type PaperLanguage } from '#domain/documents/paper.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { LongField, TextField } from '../../ui/fields.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { MadePaperView } from '../request/made-paper-view.tsx';
import { PaperView } from '../request/paper-view.tsx';
import styles from '../request/request.module.css';
import { useAct } from './use-act.ts';

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
  const keyboard = useScreenKeyboard();
  const [language, setLanguage] = useState<PaperLanguage>('ru');
  const [made, setMade] = useState<Answer<'act.make'> | null>(null);
  const act = useAct(hall, hearingId, language);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const { draft } = act;
  const written = draft.circumstances[language];

  const keep = async (): Promise<boolean> => (await ask('act.draft', { hearingId, draft })).ok;
  const make = async (): Promise<void> => {
    setMade(null);
    if (!(await keep())) return;
    const outcome = await ask('act.make', { hearingId, language });
    if (outcome.ok) setMade(outcome.value);
  };
  const leave = async (): Promise<void> => {
    if (act.paper === null || (await keep())) onDone();
  };
  // Files that were made no longer say what the screen says.
  const change: typeof act.change = (part) => {
    setMade(null);
    act.change(part);
  };
  const writeDown = (text: string): void =>
    change({ circumstances: { ...draft.circumstances, [language]: text === act.measured ? '' : text } });
  const missing = act.paper?.missing ?? [];
  return (
    <ScreenFrame
      title={t('act.title')}
      about={t('case.number', { number: caseNumber })}
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={
        <BigButton size="large" isDisabled={isAsking} onPress={() => void leave()}>
          {t('ui.back')}
        </BigButton>
      }
      next={
        <BigButton tone="next" size="huge" isDisabled={isAsking || act.paper === null} onPress={() => void make()}>
          {t('request.make')}
        </BigButton>
      }
    >
      <div className={styles['columns']}>
        <section className={styles['form']}>
          <FaultLine fault={fault ?? act.fault} onDismiss={dismiss} />
          <div className={styles['row']}>
            <TextField
              label={t('act.blank.headOfRegistry')}
              value={draft.headOfRegistry}
              onChange={(headOfRegistry) => change({ headOfRegistry })}
            />
            <TextField
              label={t('act.blank.secretary')}
              value={draft.secretary}
              onChange={(secretary) => change({ secretary })}
            />
          </div>
          <TextField
            label={t('act.blank.decision')}
            value={draft.decision[language]}
            onChange={(decision) => change({ decision: { ...draft.decision, [language]: decision } })}
          />
          <LongField
            label={t(written === '' ? 'act.measured' : 'act.written')}
            value={written || act.measured}
            onChange={writeDown}
          />
          {written !== '' && <BigButton onPress={() => writeDown('')}>{t('act.measureAgain')}</BigButton>}
        </section>
        <section className={styles['result']}>
          <div className={styles['languages']} role="group" aria-label={t('request.language')}>
            {paperLanguages.map((each) => (
              <BigButton key={each} tone={each === language ? 'next' : 'plain'} onPress={() => setLanguage(each)}>
                {tt(`request.language.${each}`)}
              </BigButton>
            ))}
          </div>
          {made !== null && <MadePaperView title={t('act.made')} made={made} />}
          {missing.length > 0 && (
            <div className={styles['missing']} role="status">
              <ShapeMark shape="triangle" tone="look" />
              <span>{t('request.missing', { blanks: missing.map((each) => tt(`act.blank.${each}`)).join(', ') })}</span>
            </div>
          )}
          {act.paper !== null && <PaperView paper={act.paper} />}
        </section>
      </div>
    </ScreenFrame>
  );
}
