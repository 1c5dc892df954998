import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SeatId, TrackId } from '#domain/ids.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import { isSecondTrack, secondTrackOf } from '#domain/seats.ts';

/** A hole in what a track holds, in µs on the hearing's timeline. */
export type Hole = Readonly<{ trackId: string; fromUs: number; toUs: number }>;

/** Capture times jitter by a few ms; a packet of sound is 20 ms and a picture of 25 a second 40 ms long. */
const jitter = { soundUs: 15_000, pictureUs: 60_000 } as const;

type Stretch = Readonly<{ fromUs: number; toUs: number }>;

/** What the track's files hold, chunk by chunk, of pictures frame by frame, in the order of their times. */
function stretchesOf(trackFolder: string, isPicture: boolean): readonly Stretch[] {
  const files = readdirSync(trackFolder).filter((name) => name.endsWith('.mkv'));
  return files
    .flatMap((name) => [...scanChunks(readFileSync(path.join(trackFolder, name)))])
    .flatMap((chunk) => {
      if (chunk.state !== 'whole' || chunk.header.kind !== 'media') return [];
      const { firstAtUs, lastAtUs } = chunk.header;
      if (!isPicture) return [{ fromUs: firstAtUs, toUs: lastAtUs }];
      return chunk.frames.map(({ atMs }) => ({ fromUs: atMs * 1000, toUs: atMs * 1000 }));
    })
    .toSorted((one, other) => one.fromUs - other.fromUs);
}

/** When each picture of a camera's track was captured, in order, in µs on the hearing's timeline. */
export function picturesOf(hearingFolder: string, trackId: string): readonly number[] {
  return stretchesOf(path.join(hearingFolder, 'tracks', trackId), true).map(({ fromUs }) => fromUs);
}

/** What is missing of a seat's sound on both of its ways. */
export function seatHoles(holes: readonly Hole[]): readonly Hole[] {
  return holes
    .filter(({ trackId }) => !trackId.startsWith('camera-') && !isSecondTrack(trackId as TrackId))
    .flatMap((chief) =>
      holes
        .filter(({ trackId }) => trackId === secondTrackOf(chief.trackId as SeatId))
        .map(({ fromUs, toUs }) => ({
          trackId: chief.trackId,
          fromUs: Math.max(fromUs, chief.fromUs),
          toUs: Math.min(toUs, chief.toUs),
        })),
    )
    .filter(({ fromUs, toUs }) => toUs > fromUs);
}

/** Every hole longer than `tolerance` in the local tracks of a hearing between its first and its last moment. */
export function holesOf(
  hearingFolder: string,
  tolerance: Readonly<{ soundUs: number; pictureUs: number }> = jitter,
): readonly Hole[] {
  const tracks = path.join(hearingFolder, 'tracks');
  return readdirSync(tracks).flatMap((trackId) => {
    const isPicture = trackId.startsWith('camera-');
    const toleranceUs = isPicture ? tolerance.pictureUs : tolerance.soundUs;
    const stretches = stretchesOf(path.join(tracks, trackId), isPicture);
    let untilUs = stretches[0]?.fromUs ?? 0;
    const holes: Hole[] = [];
    for (const { fromUs, toUs } of stretches) {
      if (fromUs - untilUs > toleranceUs) holes.push({ trackId, fromUs: untilUs, toUs: fromUs });
      untilUs = Math.max(untilUs, toUs);
    }
    return holes;
  });
}
