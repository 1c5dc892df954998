import { useCallback, useEffect, useState } from 'react';
import type { Paper } from '#domain/documents/paper.ts';
import type { Fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';

/** Long enough not to ask at every letter, short enough to look live. */
const typingPauseMs = 200;

export type PaperAtWork<Draft, Shown> = Readonly<{
  draft: Draft;
  /** The paper with these words and what the hall says beside it, or null until it has drawn it once. */
  shown: Shown | null;
  fault: Fault | null;
  change(part: Partial<Draft>): void;
}>;

/** A paper being written: begins with the kept words, and is drawn anew by the hall as they change. `preview` is another one only where the paper is another. */
export function usePaperAtWork<Draft extends object, Shown extends Readonly<{ paper: Paper; draft: Draft }>>(
  preview: (typed: Draft | null) => Promise<Outcome<Shown>>,
  empty: Draft,
): PaperAtWork<Draft, Shown> {
  const [typed, setTyped] = useState<Draft | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);

  useEffect(() => {
    // An answer to words that were typed over meanwhile is dropped.
    let isStale = false;
    const pause = setTimeout(
      () => {
        void preview(typed).then((outcome) => {
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
  }, [preview, typed]);

  const kept = shown?.draft ?? empty;
  const change = useCallback((part: Partial<Draft>) => setTyped((now) => ({ ...(now ?? kept), ...part })), [kept]);
  return { draft: typed ?? kept, shown, fault, change };
}
