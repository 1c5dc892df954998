import type { TrackId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';
import { isSecondTrack, secondTrackOf } from '../seats.ts';
import type { TrackSeen } from './seen-tracks.ts';
import type { HearingView } from './view.ts';

/* Which of a seat's two tracks counts when: the chief one, and the second where the chief one has a hole. Both are kept. */

/** From `fromUs` up to, not including, `toUs`. */
export type Stretch = Readonly<{ fromUs: AtUs; toUs: AtUs }>;
type Record = Pick<HearingView, 'tracks' | 'gaps'>;

/** Shorter holes are jitter between two epochs, and not worth another microphone path's sound. */
const holeFromUs = 100_000;

/** What is left of stretches when others are taken away, in the stretches' order. */
export function without(stretches: readonly Stretch[], taken: readonly Stretch[]): readonly Stretch[] {
  const cuts = joined(taken, 0);
  return stretches.flatMap((stretch) => {
    const left: Stretch[] = [];
    let { fromUs } = stretch;
    let at = firstBehind(cuts, fromUs);
    for (let cut = cuts[at]; cut !== undefined && cut.fromUs < stretch.toUs; cut = cuts[(at += 1)]) {
      if (cut.fromUs > fromUs) left.push({ fromUs, toUs: cut.fromUs });
      fromUs = Math.max(fromUs, cut.toUs);
    }
    if (stretch.toUs > fromUs) left.push({ fromUs, toUs: stretch.toUs });
    return left;
  });
}

/** Stretches in the order of time, those joined that overlap or are no further apart than `apartUs`; empty ones left out. */
function joined(stretches: readonly Stretch[], apartUs: number): readonly Stretch[] {
  const runs: { fromUs: AtUs; toUs: AtUs }[] = [];
  const held = stretches.filter(({ fromUs, toUs }) => toUs > fromUs);
  for (const { fromUs, toUs } of held.toSorted((one, other) => one.fromUs - other.fromUs)) {
    const last = runs.at(-1);
    if (last !== undefined && fromUs - last.toUs <= apartUs) last.toUs = Math.max(last.toUs, toUs);
    else runs.push({ fromUs, toUs });
  }
  return runs;
}

/** The first of these (in order, apart) that ends after this moment. */
function firstBehind(stretches: readonly Stretch[], atUs: AtUs): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.toUs ?? Infinity) <= atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a track holds of its own seat: its epochs without what the journal calls a gap. */
function heldBy(record: Record, track: TrackSeen): readonly Stretch[] {
  return without(
    track.epochs.filter(({ fromUs, toUs }) => toUs > fromUs),
    record.gaps.filter(({ trackId }) => trackId === track.trackId),
  );
}

/** The seat's second track and the stretches, in order, in which it has what the chief one lacks; null where it fills nothing. */
export function secondCover(
  record: Record,
  chief: TrackSeen,
): Readonly<{ track: TrackSeen; fills: readonly Stretch[] }> | null {
  const track = record.tracks.find(({ trackId }) => trackId === secondTrackOf(chief.seatId));
  if (track === undefined || isSecondTrack(chief.trackId)) return null;
  const fills = joined(without(heldBy(record, track), heldBy(record, chief)), 0).filter(
    ({ fromUs, toUs }) => toUs - fromUs >= holeFromUs,
  );
  return fills.length === 0 ? null : { track, fills };
}

type Heard = Readonly<{ chiefId: TrackId; cover: ReturnType<typeof secondCover> }>;

function heardSeats(record: Record): readonly Heard[] {
  return record.tracks
    .filter(({ kind, trackId }) => kind === 'microphone' && !isSecondTrack(trackId))
    .map((chief) => ({ chiefId: chief.trackId, cover: secondCover(record, chief) }));
}

function heardIn(seats: readonly Heard[], range: Stretch): readonly TrackId[] {
  return seats.map(({ chiefId, cover }) => {
    const fill = cover?.fills[firstBehind(cover.fills, range.fromUs)];
    return cover !== null && fill !== undefined && fill.fromUs < range.toUs ? cover.track.trackId : chiefId;
  });
}

/** The track of each microphone that holds more of a range: the chief one unless it has a hole there. */
export function heardTracks(record: Record, range: Stretch): readonly TrackId[] {
  return heardIn(heardSeats(record), range);
}

/** Shorter pauses between epochs are heard as silence. */
const runsOnUs = 1_000_000;

/** The stretches in which there is sound, each with the tracks that are heard throughout it. */
export function heardStretches(record: Record): readonly (Stretch & Readonly<{ tracks: readonly TrackId[] }>)[] {
  const sounds = record.tracks.filter(({ kind }) => kind === 'microphone');
  const runs = joined(
    sounds.flatMap(({ epochs }) => epochs),
    runsOnUs,
  );
  const seats = heardSeats(record);
  const edges = seats
    .flatMap(({ cover }) => cover?.fills ?? [])
    .flatMap(({ fromUs, toUs }) => [fromUs, toUs])
    .toSorted((one, other) => one - other);
  let next = 0;
  return runs.flatMap((run) => {
    const points = [run.fromUs];
    for (let edge = edges[next]; edge !== undefined && edge < run.toUs; edge = edges[(next += 1)])
      if (edge > run.fromUs) points.push(edge);
    points.push(run.toUs);
    return points.slice(1).flatMap((toUs, at) => {
      const stretch = { fromUs: points[at] ?? toUs, toUs };
      return toUs > stretch.fromUs ? [{ ...stretch, tracks: heardIn(seats, stretch) }] : [];
    });
  });
}
