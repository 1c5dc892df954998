/**
 * One time line for a hearing. `AtUs` is whole microseconds since the hearing's zero (the moment it was
 * opened), measured on the hall PC's monotonic clock, which all processes of one boot share; the wall time of
 * the zero stands beside it in the journal. Container time stamps are the same line in whole milliseconds.
 */
export type AtUs = number;

/** The anchor of a hearing's time line, journaled when it opens and when it goes on in another boot. */
export type TimelineZero = Readonly<{
  /** Unix ms UTC at the zero. */
  wallMs: number;
  /** Monotonic µs (`process.hrtime`) at the zero, meaningful for this boot only. */
  monotonicUs: number;
  /** Names the boot; after another boot the line goes on by the wall clock. */
  bootId: string;
}>;

/**
 * The zero on the clocks of this boot: the line goes on by the wall clock, but never to before `knownToUs`, because a
 * clock that lost its battery with the power would write a second record over the first.
 */
export function zeroGoingOn(zero: TimelineZero, now: TimelineZero, knownToUs: AtUs): TimelineZero {
  if (zero.bootId === now.bootId) return zero;
  const nowUs = Math.max(toTimeline(zero, now), knownToUs);
  return {
    wallMs: Math.round(now.wallMs - nowUs / 1000),
    monotonicUs: now.monotonicUs - nowUs,
    bootId: now.bootId,
  };
}

/** A moment of the monotonic clock, or after another boot of the wall clock, on the hearing's line. */
export function toTimeline(
  zero: TimelineZero,
  now: Readonly<{ wallMs: number; monotonicUs: number; bootId: string }>,
): AtUs {
  if (now.bootId === zero.bootId) return now.monotonicUs - zero.monotonicUs;
  return Math.round((now.wallMs - zero.wallMs) * 1000);
}
