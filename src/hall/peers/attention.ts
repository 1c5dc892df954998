const lookMs = 10;
/** What arrives while nobody looks waits in the system for so long at least, ms; beyond that it may be lost. */
const keptMs = 150;

/** When this process did not look at its sockets, so that what arrived meanwhile has a wrong time or none. All on the monotonic clock, ms. */
export type Attention = Readonly<{
  /** This instant or, if nobody looked then, the next at which what arrives has its true time. */
  seenFrom(atMs: number): number;
  /** This instant or, if nobody looked then, the last before it. */
  seenTo(atMs: number): number;
  /** How long nobody looked between these instants, of those times that were too long for the system. */
  missedMs(fromMs: number, toMs: number): number;
}>;

/** Looks until the probe is over; `now` is any steady clock in ms. */
export function payAttention(over: AbortSignal, now = (): number => performance.now()): Attention {
  const lapses: { fromMs: number; toMs: number }[] = [];
  let lookedMs = now();
  function look(): void {
    const nowMs = now();
    // What waited is read right after the look that ends the lapse.
    if (nowMs - lookedMs > 2 * lookMs) lapses.push({ fromMs: lookedMs + lookMs, toMs: nowMs + lookMs });
    lookedMs = nowMs;
  }
  const looks = setInterval(look, lookMs);
  over.addEventListener('abort', () => clearInterval(looks));
  return {
    seenFrom(atMs) {
      look();
      return lapses.reduce((seenMs, { fromMs, toMs }) => (seenMs >= fromMs && seenMs <= toMs ? toMs : seenMs), atMs);
    },
    seenTo(atMs) {
      look();
      return lapses.reduceRight(
        (seenMs, { fromMs, toMs }) => (seenMs >= fromMs && seenMs <= toMs ? fromMs : seenMs),
        atMs,
      );
    },
    missedMs(fromMs, toMs) {
      const long = lapses.filter(
        (lapse) => lapse.fromMs < toMs && lapse.toMs > fromMs && lapse.toMs - lapse.fromMs > keptMs,
      );
      return long.reduce((sumMs, lapse) => sumMs + Math.min(toMs, lapse.toMs) - Math.max(fromMs, lapse.fromMs), 0);
    },
  };
}
