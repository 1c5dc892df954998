import type { Call } from '#domain/peers/call.ts';
import { addCounts, figuresOf, type LinkCounts, type LinkFigures } from '#domain/peers/link-figures.ts';

/** So long a stretch of a call is one line of the journal. */
const tellEveryMs = 60_000;

/** Adds up what the call window counted, and tells it once a minute and at the end of a stretch. */
export type CallTally = Readonly<{
  add(counts: LinkCounts): void;
  /** The stretch is over: the link broke or the call ended. */
  tell(): void;
}>;

export function createCallTally(
  callNow: () => Call | null,
  told: (call: Call, figures: LinkFigures) => void,
): CallTally {
  let sum: LinkCounts | null = null;
  function tell(): void {
    const call = callNow();
    if (sum !== null && call !== null) told(call, figuresOf(sum));
    sum = null;
  }
  return {
    add(counts) {
      sum = sum === null ? counts : addCounts(sum, counts);
      if (sum.overMs >= tellEveryMs) tell();
    },
    tell,
  };
}
