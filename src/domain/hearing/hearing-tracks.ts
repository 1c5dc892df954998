import type { TrackId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';
import type { Seat } from '../seats.ts';
import type { HearingView } from './view.ts';

/** The seats that are to be recorded now. */
export function wantedSeats({ hall, leftOut }: Pick<HearingView, 'hall' | 'leftOut'>): readonly Seat[] {
  return (hall?.seats ?? []).filter((seat) => !leftOut.some(({ seatId }) => seatId === seat.id));
}

/** The number that the next epoch of a track takes; epochs are never used twice, also not after a crash. */
export function nextTrackEpoch(view: HearingView, trackId: TrackId): number {
  return (
    Math.max(0, ...(view.tracks.find((track) => track.trackId === trackId)?.epochs ?? []).map((seen) => seen.epoch)) + 1
  );
}

/** How far the hearing's line is known to reach: nothing of what comes later may lie before it. */
export function knownToUs(view: HearingView): AtUs {
  const { tracks, pauses, marks } = view;
  return Math.max(
    0,
    ...tracks.flatMap(({ epochs }) => epochs.map(({ toUs }) => toUs)),
    ...pauses.map(({ fromUs, toUs }) => toUs ?? fromUs),
    ...marks.map(({ atUs }) => atUs),
  );
}
