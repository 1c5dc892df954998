import type { TrackId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';
import { isSecondTrack, secondTrackOf } from '../seats.ts';
import type { HearingView, TrackSeen } from './view.ts';

/* Which of a seat's two tracks counts when: the chief one, and the second where the chief one has a hole. Both are kept. */

/** From `fromUs` up to, not including, `toUs`. */
export type Stretch = Readonly<{ fromUs: AtUs; toUs: AtUs }>;
type Record = Pick<HearingView, 'tracks' | 'gaps'>;

/** Shorter holes are jitter between two epochs, and not worth another microphone path's sound. */
const holeFromUs = 100_000;

/** What is left of stretches when others are taken away. */
export function without(stretches: readonly Stretch[], taken: readonly Stretch[]): readonly Stretch[] {
  return taken.reduce<readonly Stretch[]>(
    (left, cut) =>
      left
        .flatMap(({ fromUs, toUs }) => [
          { fromUs, toUs: Math.min(toUs, cut.fromUs) },
          { fromUs: Math.max(fromUs, cut.toUs), toUs },
        ])
        .filter(({ fromUs, toUs }) => toUs > fromUs)
        .filter((one, at, all) => all.findIndex((each) => each.fromUs === one.fromUs && each.toUs === one.toUs) === at),
    stretches,
  );
}

/** What a track holds of its own seat: its epochs without what the journal calls a gap. */
function heldBy(record: Record, track: TrackSeen): readonly Stretch[] {
  return without(
    track.epochs.filter(({ fromUs, toUs }) => toUs > fromUs),
    record.gaps.filter(({ trackId }) => trackId === track.trackId),
  );
}

/** The seat's second track and the stretches in which it has what the chief one lacks; null where it fills nothing. */
export function secondCover(
  record: Record,
  chief: TrackSeen,
): Readonly<{ track: TrackSeen; fills: readonly Stretch[] }> | null {
  const track = record.tracks.find(({ trackId }) => trackId === secondTrackOf(chief.seatId));
  if (track === undefined || isSecondTrack(chief.trackId)) return null;
  const fills = without(heldBy(record, track), heldBy(record, chief)).filter(
    ({ fromUs, toUs }) => toUs - fromUs >= holeFromUs,
  );
  return fills.length === 0 ? null : { track, fills };
}

/** The track of each microphone that holds more of a range: the chief one unless it has a hole there. */
export function heardTracks(record: Record, range: Stretch): readonly TrackId[] {
  const inRange = ({ fromUs, toUs }: Stretch): boolean => toUs > range.fromUs && fromUs < range.toUs;
  return record.tracks
    .filter(({ kind, trackId }) => kind === 'microphone' && !isSecondTrack(trackId))
    .map((chief) => {
      const cover = secondCover(record, chief);
      return cover?.fills.some(inRange) === true ? cover.track.trackId : chief.trackId;
    });
}

/** Shorter pauses between epochs are heard as silence. */
const runsOnUs = 1_000_000;

/** The stretches in which there is sound, each with the tracks that are heard throughout it. */
export function heardStretches(record: Record): readonly (Stretch & Readonly<{ tracks: readonly TrackId[] }>)[] {
  const sounds = record.tracks.filter(({ kind }) => kind === 'microphone');
  const runs: { fromUs: AtUs; toUs: AtUs }[] = [];
  const held = sounds.flatMap(({ epochs }) => epochs).filter(({ fromUs, toUs }) => toUs > fromUs);
  for (const { fromUs, toUs } of held.toSorted((one, other) => one.fromUs - other.fromUs)) {
    const last = runs.at(-1);
    if (last !== undefined && fromUs - last.toUs <= runsOnUs) last.toUs = Math.max(last.toUs, toUs);
    else runs.push({ fromUs, toUs });
  }
  const edges = sounds
    .flatMap((chief) => secondCover(record, chief)?.fills ?? [])
    .flatMap(({ fromUs, toUs }) => [fromUs, toUs])
    .toSorted((one, other) => one - other);
  return runs.flatMap((run) => {
    const points = [run.fromUs, ...edges.filter((edge) => edge > run.fromUs && edge < run.toUs), run.toUs];
    return points.slice(1).flatMap((toUs, at) => {
      const stretch = { fromUs: points[at] ?? toUs, toUs };
      return toUs > stretch.fromUs ? [{ ...stretch, tracks: heardTracks(record, stretch) }] : [];
    });
  });
}
