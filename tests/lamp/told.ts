import { wait } from '../stage/start-stage.ts';
import type { AlarmLog, SeenAlarm } from './alarm-log.ts';
import type { Trouble } from './trials.ts';

/** Sound must be clean for five seconds before hum and clipping are believed to be over. */
const clearWithinMs = 9000;

export type Finding = Readonly<{
  seat: string;
  trouble: string;
  toldAfterMs: number | null;
  clearedAfterMs: number | null;
  isLate: boolean;
}>;
export type Window = Readonly<{ seat: string; keys: readonly string[]; fromMs: number; toMs: number }>;

/** What came of the trials so far. */
export type Told = { readonly findings: Finding[]; readonly windows: Window[]; healthy: number };

export async function untilTold(
  log: AlarmLog,
  place: string,
  { keys }: Trouble,
  sinceMs: number,
  limitMs: number,
): Promise<SeenAlarm | null> {
  while (performance.now() - sinceMs < limitMs) {
    const told = log.of(place).find((alarm) => keys.includes(alarm.key) && alarm.toMs >= sinceMs);
    if (told !== undefined) return told;
    await wait(50);
  }
  return null;
}

/** Of the fault's own alarms; whatever else stands is judged by itself. */
export async function untilClear(
  log: AlarmLog,
  place: string,
  keys: readonly string[],
  sinceMs: number,
): Promise<number | null> {
  while (performance.now() - sinceMs < clearWithinMs) {
    if (log.of(place).every(({ key, toMs }) => toMs < Infinity || !keys.includes(key)))
      return performance.now() - sinceMs;
    await wait(50);
  }
  return null;
}
