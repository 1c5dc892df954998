import { readFileSync } from 'node:fs';
import type { Lab } from '../lab/start-lab.ts';
import type { Hole } from './record-holes.ts';

/** A picture is stamped at most this much before its camera wrote down that it gave it. */
const earlyUs = 2_000;

/**
 * How many pictures a virtual camera gave within a hole: none where the camera itself was late, which on a machine that is
 * short of time happens to a program that a real camera is not. `zeroUs`: the hearing's zero on the monotonic clock.
 */
export function lostPicturesIn(lab: Lab, zeroUs: number): (hole: Hole) => number {
  const givenUs = new Map(
    [...lab.cameras.values()].map(({ request, frameLog }) => [
      request.label,
      readFileSync(frameLog, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Number(line.split(' ')[1]) / 1000 - zeroUs),
    ]),
  );
  return ({ trackId, fromUs, toUs }) => {
    const label = trackId === 'camera-judge' ? 'Camera Judge' : 'Camera Hall';
    const given = givenUs.get(label) ?? [];
    const newestBy = (atUs: number): number => given.findLastIndex((each) => each <= atUs + earlyUs);
    return newestBy(toUs) - newestBy(fromUs) - 1;
  };
}
