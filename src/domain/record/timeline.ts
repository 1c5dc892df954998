/**
 * One time line for a hearing. `AtUs` is whole microseconds since the hearing's zero (the moment it was
 * opened), measured on the hall PC's monotonic clock, which all processes of one boot share; the wall time of
 * the zero stands beside it in the journal. Container time stamps are the same line in whole milliseconds.
 */
export type AtUs = number;

/** The anchor of a hearing's time line, journaled when it opens. */
export type TimelineZero = Readonly<{
  /** Unix ms UTC at the zero. */
  wallMs: number;
  /** Monotonic µs (`process.hrtime`) at the zero, meaningful for this boot only. */
  monotonicUs: number;
  /** Names the boot; after another boot the line goes on by the wall clock. */
  bootId: string;
}>;

/** A moment of the monotonic clock, or after another boot of the wall clock, on the hearing's line. */
export function toTimeline(
  zero: TimelineZero,
  now: Readonly<{ wallMs: number; monotonicUs: number; bootId: string }>,
): AtUs {
  if (now.bootId === zero.bootId) return now.monotonicUs - zero.monotonicUs;
  return Math.round((now.wallMs - zero.wallMs) * 1000);
}
