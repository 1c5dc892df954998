import { randomUUID } from 'node:crypto';
import type { HeardProcessed, SignalOrder, SignalWord } from '#contract/loudspeakers.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Loudspeaker, Seat } from '#domain/seats.ts';
import { signalLengthS, type CheckSignal } from '#measure/check-signal.ts';

/** When a signal was told to begin, µs of the hall's clock, and how much later it sounds, ms, as the browser knows it. */
export type SignalBegan = Readonly<{ beganAtUs: number; outLatencyMs: number }>;

export type SignalDesk = Readonly<{
  /** Answers when it has ended; `onBegan` when it begins. Fails `loudspeaker.not-found` or `loudspeaker.silent`, when no window played it in time. */
  play(
    loudspeaker: Loudspeaker,
    signal: CheckSignal,
    onBegan?: (began: SignalBegan) => void,
  ): Promise<Outcome<SignalBegan>>;
  /** Has it played as a voice of the line is, to microphones that hear it as a call would send them; answers when it has ended. */
  playToListeners(
    listeners: readonly Seat[],
    signal: CheckSignal,
  ): Promise<Outcome<SignalBegan & Readonly<{ heard: readonly HeardProcessed[] }>>>;
  told(word: SignalWord): void;
}>;

/** A sink opens, and a long signal is made (seconds, on a busy PC). */
const openMs = 15_000;

/** Has signals played by the call window, which opens every loudspeaker of the hall, one after another. */
export function createSignalDesk(
  needs: Readonly<{ order(body: SignalOrder): void; monotonicUs(): number }>,
): SignalDesk {
  let waiting: Readonly<{ signalId: string; hear(word: SignalWord): void }> | null = null;
  type Heard = SignalBegan & Readonly<{ heard: readonly HeardProcessed[] }>;

  async function order(
    asked: Omit<SignalOrder, 'signalId'>,
    onBegan: (began: SignalBegan) => void,
  ): Promise<Outcome<Heard>> {
    const signalId = randomUUID();
    const silent = fault('loudspeaker.silent', { loudspeaker: asked.loudspeaker?.name ?? '' });
    let began: SignalBegan | null = null;
    const outcome = await new Promise<Outcome<Heard>>((resolve) => {
      const late = setTimeout(() => resolve(failed(silent)), signalLengthS(asked.signal) * 1000 + openMs);
      waiting = {
        signalId,
        hear({ what, fault: why, outLatencyMs, heard }) {
          if (what === 'began') {
            began = { beganAtUs: needs.monotonicUs(), outLatencyMs };
            onBegan(began);
          } else {
            clearTimeout(late);
            resolve(what === 'ended' && began !== null ? done({ ...began, heard }) : failed(why ?? silent));
          }
        },
      };
      needs.order({ signalId, ...asked });
    });
    waiting = null;
    return outcome;
  }
  return {
    told(word) {
      if (waiting?.signalId === word.signalId) waiting.hear(word);
    },
    play: (loudspeaker, signal, onBegan = () => undefined) => order({ loudspeaker, signal, listeners: [] }, onBegan),
    playToListeners: (listeners, signal) =>
      order({ loudspeaker: null, signal, listeners: [...listeners] }, () => undefined),
  };
}
