import type { CheckKind } from './check-item.ts';

/** How far a figure may go from the accepted one before it is told, and what is said then. */
export type DriftRule = Readonly<{
  kind: CheckKind;
  /** One that a thing has for each loudspeaker (`wayDb@front`) stands here without what follows the sign. */
  figure: string;
  /** A reading that has this figure too is not compared: what it measured is another thing then. */
  notBeside?: string;
  /** In the unit of the figure, or with `isShare` as a share of the accepted value. */
  tolerance: number;
  isShare?: true;
  /** Findings under `check.findings.*`; a side that is not named never drifts. */
  below?: string;
  above?: string;
  /** The figure that carries the difference into the item, with its unit; the words of the finding name it. */
  drift: string;
  /** Where the tolerance comes from. */
  source: string;
}>;

const voice =
  'one step of vocal effort is 6 dB (ISO 9921:2003: normal 60, raised 66 dB(A) at 1 m) and twice the distance to a microphone is 6 dB more (inverse square law): one of them is another speaker, both together are not; the voices of one seat vary by some 2 dB of deviation';
const roomNoise =
  'people, rain and ventilation move the quiet second of a room by several dB; 10 dB is heard as twice as loud (Stevens)';
const light = 'daylight between morning and noon moved the mean luma of the laboratory cameras by some 40 of 255';
const path =
  'a sweep repeats within 1 dB in a room that was not touched (laboratory); 3 dB is half the power, a driver or an amplifier channel of two';

const index = 'twice the just noticeable difference of 0.03 (Bradley, Reich and Norcross 1999)';

/**
 * Every figure that is compared with the acceptance. A figure that is not named here is kept and drawn, and never drifts.
 * Natural variation is met twice: by the tolerance, and because it takes two readings of three (see `driftsOf`).
 */
export const driftRules: readonly DriftRule[] = [
  {
    ...{ kind: 'microphone', figure: 'speechDbfs', tolerance: 10, drift: 'speechDriftDb', source: voice },
    ...{ below: 'quieter-than-accepted', above: 'louder-than-accepted' },
  },
  {
    ...{ kind: 'microphone', figure: 'overPauseDb', tolerance: 12, drift: 'overPauseDriftDb', source: voice },
    below: 'less-clear-than-accepted',
  },
  {
    ...{ kind: 'microphone', figure: 'floorDbfs', tolerance: 10, drift: 'floorDriftDb', source: roomNoise },
    // The quietest moment of somebody who speaks on is a word and no room.
    ...{ notBeside: 'speechDbfs', above: 'noisier-than-accepted' },
  },
  {
    ...{ kind: 'camera', figure: 'meanLuma', tolerance: 45, drift: 'lumaDrift', source: light },
    ...{ below: 'darker-than-accepted', above: 'brighter-than-accepted' },
  },
  {
    ...{ kind: 'camera', figure: 'fps', tolerance: 0.1, isShare: true, drift: 'fpsDrift' },
    below: 'slower-than-accepted',
    source:
      'a camera that halves its exposure rate in low light loses half; a tenth is what `check-tuning` calls too few',
  },
  {
    ...{ kind: 'microphone', figure: 'wayDb', tolerance: 3, drift: 'wayDriftDb', source: path },
    ...{ below: 'way-quieter-than-accepted', above: 'way-louder-than-accepted' },
  },
  {
    ...{ kind: 'microphone', figure: 'index', tolerance: 0.06, drift: 'indexDrift', source: index },
    below: 'less-clear-than-accepted',
  },
  {
    ...{ kind: 'loudspeaker', figure: 'bestIndex', tolerance: 0.06, drift: 'indexDrift', source: index },
    below: 'less-clear-than-accepted',
  },
  {
    ...{ kind: 'lip-sync', figure: 'soundLateMs', tolerance: 40, drift: 'syncDriftMs' },
    ...{ below: 'sound-earlier-than-accepted', above: 'sound-later-than-accepted' },
    source: 'one picture of 25 a second; a sound server that opens its sink anew differs by less',
  },
  {
    ...{ kind: 'disk', figure: 'medianSyncMs', tolerance: 2, isShare: true, drift: 'syncDriftMs' },
    above: 'slower-than-accepted',
    source: 'the same disk differs by half from check to check; three times as slow is a disk that fails or is full',
  },
];

/** A difference of so many tolerances is told at once: a cable that was pulled out halfway is no natural variation. */
export const grossTimes = 2;

/** `wayDb` of `wayDb@front`. */
export function baseOf(figure: string): string {
  return figure.split('@')[0] ?? figure;
}

/** The rule of a figure; undefined where it is not compared. */
export function driftRuleOf(kind: CheckKind, figure: string): DriftRule | undefined {
  return driftRules.find((rule) => rule.kind === kind && rule.figure === baseOf(figure));
}

/** How far from `accepted` this figure may be, in its own unit. */
export function allowanceOf({ tolerance, isShare }: DriftRule, accepted: number): number {
  return isShare === true ? tolerance * Math.abs(accepted) : tolerance;
}
