import { readFileSync } from 'node:fs';
import type { Lab } from '../lab/start-lab.ts';
import { picturesOf, type Hole } from './record-holes.ts';

/** A picture is stamped at most this much before its camera wrote down that it gave it. */
const earlyUs = 2_000;
/** Chromium stamps a PipeWire picture when it comes: those behind a stall come in a heap, and none is lost. */
const heap = 6;

/**
 * How many pictures that a virtual camera gave about a hole are in the record nowhere: none where the camera itself was late, which on a machine that is
 * short of time happens to a program that a real camera is not. `zeroUs`: the hearing's zero on the monotonic clock.
 */
export function lostPicturesIn(lab: Lab, zeroUs: number, hearingFolder: string): (hole: Hole) => number {
  const written = new Map(
    ['camera-judge', 'camera-hall'].map((trackId) => [trackId, picturesOf(hearingFolder, trackId)]),
  );
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
    const after = (written.get(trackId) ?? []).filter((atUs) => atUs >= toUs).slice(0, heap);
    return Math.min(...after.map((atUs, at) => newestBy(atUs) - newestBy(fromUs) - (at + 1)));
  };
}
