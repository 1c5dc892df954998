import { randomUUID } from 'node:crypto';
import type { HallEvents } from '#contract/hall.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Loudspeaker } from '#domain/seats.ts';
import { signalLengthS, type CheckSignal } from '#measure/check-signal.ts';

/** What the call window says of the signal that it was ordered to play. */
export type SignalWord = Readonly<{ signalId: string; what: 'began' | 'ended' | 'failed'; fault: Fault | null }>;

export type SignalDesk = Readonly<{
  /** Answers when it has ended: when it was told to begin, µs of the hall's clock. Fails `loudspeaker.not-found` or `loudspeaker.silent`, when no window played it in time. */
  play(loudspeaker: Loudspeaker, signal: CheckSignal): Promise<Outcome<Readonly<{ beganAtUs: number }>>>;
  told(word: SignalWord): void;
}>;

/** A sink opens, and a long signal is made, on a busy PC. */
const openMs = 5000;

/** Has signals played by the call window, which opens every loudspeaker of the hall, one after another. */
export function createSignalDesk(
  needs: Readonly<{ order(body: HallEvents['signal.ordered']): void; monotonicUs(): number }>,
): SignalDesk {
  let waiting: Readonly<{ signalId: string; hear(word: SignalWord): void }> | null = null;
  return {
    told(word) {
      if (waiting?.signalId === word.signalId) waiting.hear(word);
    },
    async play(loudspeaker, signal) {
      const signalId = randomUUID();
      const silent = fault('loudspeaker.silent', { loudspeaker: loudspeaker.name });
      let beganAtUs: number | null = null;
      const outcome = await new Promise<Outcome<Readonly<{ beganAtUs: number }>>>((resolve) => {
        const late = setTimeout(() => resolve(failed(silent)), signalLengthS(signal) * 1000 + openMs);
        waiting = {
          signalId,
          hear({ what, fault: why }) {
            if (what === 'began') beganAtUs = needs.monotonicUs();
            else {
              clearTimeout(late);
              resolve(what === 'ended' && beganAtUs !== null ? done({ beganAtUs }) : failed(why ?? silent));
            }
          },
        };
        needs.order({ signalId, loudspeaker, signal });
      });
      waiting = null;
      return outcome;
    },
  };
}
