import { randomUUID } from 'node:crypto';
import type { HallEvents } from '#contract/hall.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Loudspeaker } from '#domain/seats.ts';
import { signalLengthS, type CheckSignal } from '#measure/check-signal.ts';

/** What the call window says of the signal that it was ordered to play. */
export type SignalWord = Readonly<{
  signalId: string;
  what: 'began' | 'ended' | 'failed';
  fault: Fault | null;
  outLatencyMs: number;
}>;
/** When a signal was told to begin, µs of the hall's clock, and how much later it sounds, ms, as the browser knows it. */
export type SignalBegan = Readonly<{ beganAtUs: number; outLatencyMs: number }>;

export type SignalDesk = Readonly<{
  /** Answers when it has ended; `onBegan` when it begins. Fails `loudspeaker.not-found` or `loudspeaker.silent`, when no window played it in time. */
  play(
    loudspeaker: Loudspeaker,
    signal: CheckSignal,
    onBegan?: (began: SignalBegan) => void,
  ): Promise<Outcome<SignalBegan>>;
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
    async play(loudspeaker, signal, onBegan = () => undefined) {
      const signalId = randomUUID();
      const silent = fault('loudspeaker.silent', { loudspeaker: loudspeaker.name });
      let began: SignalBegan | null = null;
      const outcome = await new Promise<Outcome<SignalBegan>>((resolve) => {
        const late = setTimeout(() => resolve(failed(silent)), signalLengthS(signal) * 1000 + openMs);
        waiting = {
          signalId,
          hear({ what, fault: why, outLatencyMs }) {
            if (what === 'began') {
              began = { beganAtUs: needs.monotonicUs(), outLatencyMs };
              onBegan(began);
            } else {
              clearTimeout(late);
              resolve(what === 'ended' && began !== null ? done(began) : failed(why ?? silent));
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
