import { useCallback, useEffect, useState } from 'react';
import { emptyRequest, type RequestDraft } from '#domain/documents/appendix-one.ts';
import type { Paper, PaperLanguage } from '#domain/documents/paper.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';

/** Long enough not to ask at every letter, short enough to look live. */
const typingPauseMs = 200;

export type RequestAtWork = Readonly<{
  draft: RequestDraft;
  /** The paper with these words, or null until the hall has drawn it once. */
  paper: Paper | null;
  fault: Fault | null;
  change(part: Partial<RequestDraft>): void;
}>;

/** The request being written: begins with the kept words, and is drawn anew by the hall as they change. */
export function useRequest(hall: HallClient, hearingId: HearingId, language: PaperLanguage): RequestAtWork {
  const [typed, setTyped] = useState<RequestDraft | null>(null);
  const [shown, setShown] = useState<Readonly<{ paper: Paper; draft: RequestDraft }> | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);

  useEffect(() => {
    // An answer to words that were typed over meanwhile is dropped.
    let isStale = false;
    const pause = setTimeout(
      () => {
        void hall.ask('request.preview', { hearingId, language, draft: typed }).then((outcome) => {
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
    (part: Partial<RequestDraft>) => setTyped((now) => ({ ...(now ?? kept ?? emptyRequest), ...part })),
    [kept],
  );
  return { draft: typed ?? kept ?? emptyRequest, paper: shown?.paper ?? null, fault, change };
}
