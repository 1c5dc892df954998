import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import type { Seat } from '#domain/seats.ts';
import type { Levels } from '#measure/levels.ts';
import type { SameSound } from '#measure/same-sound.ts';
import type { CheckTuning } from './check-tuning.ts';

/** One way to a seat's sound: its levels, and when on the recording's line its first sound lies. */
export type WayReading = Readonly<{ levels: Levels; beginsMs: number }>;
/** Null: nothing that could be decoded. */
export type TwoWays = Readonly<{ chief: WayReading | null; second: WayReading | null; same: SameSound | null }>;

/** Two ways to one microphone are the same but for two codecs; two microphones of one room share its noise and their bleeding. */
const leastLikeness = 0.5;
/** Below this a codec leaves little of what a room sounds like, and two copies differ. */
const heardFromDbfs = -55;
/** A way that gave so much was opened; how long that takes, on a PC that does all at once, is a figure only. */
const leastS = 1;
/** A hole is filled from the other way: by more than a syllable's part it would be heard twice or lost. */
const mostLagMs = 250;

/** The hall's own way keeps a sound that a window lost: without it the hearing is recorded all the same, so nothing of it is bad. */
export function judgeSecondPath(seat: Seat, { chief, second, same }: TwoWays, tuning: CheckTuning): CheckItem {
  const findings: CheckFinding[] = [];
  const told = (key: string): number => findings.push({ key, verdict: 'look' });
  const isHeard = chief !== null && chief.levels.loudestDbfs > heardFromDbfs;
  const lagMs = same === null ? null : same.lagS * 1000;
  if (second === null || second.levels.lengthS < leastS) told('second-missing');
  else if (
    isHeard &&
    (second.levels.loudestDbfs < tuning.silentBelowDbfs || second.levels.zeroShare > tuning.zeroShare)
  )
    told('second-silent');
  else if (isHeard && same !== null && same.likeness < leastLikeness) told('second-other');
  else if (isHeard && lagMs !== null && Math.abs(lagMs) > mostLagMs) told('second-late');
  return checkItemOf({ subject: seat.id, kind: 'second-path' }, findings, {
    ...(second === null ? {} : { levelDbfs: second.levels.loudestDbfs, lengthS: second.levels.lengthS }),
    ...(second === null || chief === null
      ? {}
      : {
          levelDifferenceDb: second.levels.loudestDbfs - chief.levels.loudestDbfs,
          openedLaterMs: second.beginsMs - chief.beginsMs,
        }),
    ...(same === null ? {} : { likeness: same.likeness }),
    ...(lagMs === null || (same?.likeness ?? 0) < leastLikeness ? {} : { lagMs }),
  });
}
