import { useCallback, useState, type ReactNode } from 'react';
import type { HearingSummary } from '#contract/papers.ts';
import { emptyRequest, type RequestDraft } from '#domain/documents/appendix-one.ts';
import type { PaperLanguage } from '#domain/documents/paper.ts';
import type { HallClient } from '#line/hall-client.ts';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { PaperDesk, useMaking } from './paper-desk.tsx';
import { RequestForm } from './request-form.tsx';
import { usePaperAtWork } from './use-paper-at-work.ts';

/** The blank of a form that a name of the paper belongs to: persons are numbered there. */
const blankName = (name: string): string => name.replace(/\d+$/, '');

/** The request of Appendix 1: its blanks, the paper as it will look, and what it still lacks. */
export function RequestScreen({
  hall,
  hearing: { hearingId, card },
  onDone,
}: {
  hall: HallClient;
  hearing: HearingSummary;
  onDone: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const [language, setLanguage] = useState<PaperLanguage>('ru');
  const preview = useCallback(
    (draft: RequestDraft | null) => hall.ask('request.preview', { hearingId, language, draft }),
    [hall, hearingId, language],
  );
  const { draft, shown, fault: drawFault, change } = usePaperAtWork(preview, emptyRequest);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const making = useMaking({
    isShown: shown !== null,
    onDone,
    keep: async () => (await ask('request.draft', { hearingId, draft })).ok,
    make: async () => {
      const outcome = await ask('request.make', { hearingId, language });
      return outcome.ok ? outcome.value : null;
    },
  });
  const write = (part: Partial<RequestDraft>): void => {
    making.forget();
    change(part);
  };
  const paper = shown?.paper ?? null;
  const missing = [...new Set((paper?.missing ?? []).map(blankName))].map((each) => tt(`request.blank.${each}`));
  return (
    <PaperDesk
      {...{ language, paper, missing, isAsking, ...making, caseNumber: card.caseNumber }}
      title={t('request.title')}
      madeTitle={t('request.made')}
      fault={fault ?? drawFault}
      onDismiss={dismiss}
      onLanguage={setLanguage}
    >
      <RequestForm card={card} paper={paper} draft={draft} sendBy={shown?.sendBy ?? null} onChange={write} />
    </PaperDesk>
  );
}
