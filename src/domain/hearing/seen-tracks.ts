import type { SeatId, TrackId } from '../ids.ts';
import type { JournalBodies } from '../journal/entries.ts';
import type { AtUs } from '../record/timeline.ts';
import type { DeviceBinding } from '../seats.ts';

/* The tracks of a hearing as its journal tells them. */

export type EpochSeen = Readonly<{
  epoch: number;
  fromUs: AtUs;
  toUs: AtUs;
  closed: boolean;
  /** Bytes that are sealed in segments; of a closed epoch, all its bytes. */
  lengthBytes: number;
  segments: number;
}>;
export type TrackSeen = Readonly<{
  trackId: TrackId;
  seatId: SeatId;
  trackNo: number;
  kind: 'camera' | 'microphone';
  path: DeviceBinding['path'];
  epochs: readonly EpochSeen[];
}>;

/** Total length of the union of stretches, ms. */
export function coveredMs(stretches: readonly Readonly<{ fromUs: AtUs; toUs: AtUs }>[]): number {
  let coveredUs = 0;
  let reachedUs = Number.NEGATIVE_INFINITY;
  for (const { fromUs, toUs } of [...stretches].sort((a, b) => a.fromUs - b.fromUs)) {
    if (toUs <= reachedUs) continue;
    coveredUs += toUs - Math.max(fromUs, reachedUs);
    reachedUs = toUs;
  }
  return Math.round(coveredUs / 1000);
}

/** The tracks after another epoch of one began. */
export function openEpoch(tracks: readonly TrackSeen[], opened: JournalBodies['track.opened']): readonly TrackSeen[] {
  const { trackId, seatId, trackNo, kind, path } = opened;
  const epoch: EpochSeen = { epoch: opened.epoch, fromUs: 0, toUs: 0, closed: false, lengthBytes: 0, segments: 0 };
  if (!tracks.some((track) => track.trackId === trackId))
    return [...tracks, { trackId, seatId, trackNo, kind, path, epochs: [epoch] }];
  return tracks.map((track) =>
    track.trackId === trackId
      ? { ...track, epochs: [...track.epochs.filter((seen) => seen.epoch !== epoch.epoch), epoch] }
      : track,
  );
}

/** The tracks after a change of one epoch, and how much of the hearing is recorded by any of them. */
export function changeEpochs(
  seen: readonly TrackSeen[],
  trackId: TrackId,
  epoch: number,
  change: (seen: EpochSeen) => EpochSeen,
): Readonly<{ tracks: readonly TrackSeen[]; recordedMs: number }> {
  const tracks = seen.map((track) =>
    track.trackId === trackId
      ? { ...track, epochs: track.epochs.map((each) => (each.epoch === epoch ? change(each) : each)) }
      : track,
  );
  const recorded = tracks.flatMap((track) => track.epochs).filter(({ fromUs, toUs }) => toUs > fromUs);
  return { tracks, recordedMs: coveredMs(recorded) };
}
