import { useCallback, useEffect, useState } from 'react';
import { emptyAct, type ActDraft } from '#domain/documents/act-draft.ts';
import type { Paper, PaperLanguage } from '#domain/documents/paper.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';

/** Long enough not to ask at every letter, short enough to look live. */
const typingPauseMs = 200;

export type ActAtWork = Readonly<{
  draft: ActDraft;
  /** The paper with these words, or null until the hall has drawn it once. */
  paper: Paper | null;
  /** What the hall itself says of what happened. */
  measured: string;
  fault: Fault | null;
  change(part: Partial<ActDraft>): void;
}>;

/** The act being written: begins with the kept words, and is drawn anew by the hall as they change. */
export function useAct(hall: HallClient, hearingId: HearingId, language: PaperLanguage): ActAtWork {
  const [typed, setTyped] = useState<ActDraft | null>(null);
  const [shown, setShown] = useState<Readonly<{ paper: Paper; draft: ActDraft; measured: string }> | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);

  useEffect(() => {
    // An answer to words that were typed over meanwhile is dropped.
    let isStale = false;
    const pause = setTimeout(
      () => {
        void hall.ask('act.preview', { hearingId, language, draft: typed }).then((outcome) => {
          if (isStale) return;
          setFault(outcome.ok ? null : outcome.fault);
          if (outcome.ok) setShown(outcome.value);
        });
      },
      typed === null ? 0 : typingPauseMs,
    );
    return () => {
      isStale = true;
      clearTimeout(pause);
    };
  }, [hall, hearingId, language, typed]);

  const kept = shown?.draft;
  const change = useCallback(
    (part: Partial<ActDraft>) => setTyped((now) => ({ ...(now ?? kept ?? emptyAct), ...part })),
    [kept],
  );
  return {
    draft: typed ?? kept ?? emptyAct,
    paper: shown?.paper ?? null,
    measured: shown?.measured ?? '',
    fault,
    change,
  };
}
