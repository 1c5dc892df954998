import { toTimeline, type AtUs, type TimelineZero } from '#domain/record/timeline.ts';
import type { Clock } from '../plumbing/index.ts';

/** The hearing's time now. */
export function lineNow(zero: TimelineZero, clock: Clock): AtUs {
  return toTimeline(zero, { wallMs: clock.wallMs(), monotonicUs: clock.monotonicUs(), bootId: clock.bootId });
}

/** Monotonic µs of the hearing's zero in this boot. */
export function zeroOf(zero: TimelineZero, clock: Clock): number {
  return zero.bootId === clock.bootId ? zero.monotonicUs : Math.round(clock.monotonicUs() - lineNow(zero, clock));
}
