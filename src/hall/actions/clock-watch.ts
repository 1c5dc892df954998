import { fault } from '#domain/faults.ts';
import type { Clock } from '../plumbing/index.ts';
import type { Alarms } from './alarms.ts';

/** A step of the wall clock that a person would notice in the protocol's times. */
const noticedMs = 2000;

/** Call it every second: a wall clock that jumped against the monotonic one is a warning; the record's own line is not touched by it. */
export function watchClock(clock: Clock, alarms: Pick<Alarms, 'raise'>): () => void {
  const offsetMs = (): number => clock.wallMs() - clock.monotonicUs() / 1000;
  let expectedMs = offsetMs();
  return () => {
    const bySeconds = Math.round((offsetMs() - expectedMs) / 1000);
    if (Math.abs(bySeconds) * 1000 < noticedMs) return;
    expectedMs = offsetMs();
    alarms.raise(fault('system.clock-jumped', { bySeconds }));
  };
}
