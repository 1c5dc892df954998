import type { Answerers, Lane } from '#contract/hall.ts';
import { lineNow, type HearingView, type TrackSeen } from '#domain/hearing/view.ts';
import { done } from '#domain/outcome.ts';
import type { PlayedEpoch, PlayedPiece } from '../playback/index.ts';
import { summaryOf } from './hall-state.ts';
import { clockNow, viewOf, type Rooms } from './rooms.ts';

type Stretch = PlayedEpoch & Readonly<{ fromUs: number; toUs: number; isClosed: boolean }>;

/** Every epoch of a hearing that has something in it, as playback wants to know it. */
export function playedEpochs(rooms: Pick<Rooms, 'journals'>, view: HearingView): readonly Stretch[] {
  const folder = rooms.journals.folderOf(view.hearingId);
  return view.tracks.flatMap(({ trackId, kind, epochs }) =>
    epochs
      .filter((seen) => seen.toUs > seen.fromUs)
      .map(({ epoch, fromUs, toUs, closed }) => ({
        hearingId: view.hearingId,
        folder,
        trackId,
        epoch,
        kind,
        fromUs,
        toUs,
        isClosed: closed,
      })),
  );
}

function laneOf(
  { trackId, seatId, kind }: TrackSeen,
  view: HearingView,
  pieces: readonly PlayedPiece[],
  address: string,
): Lane {
  return {
    trackId,
    seatId,
    kind,
    pieces: pieces
      .filter((piece) => piece.trackId === trackId)
      .map(({ epoch, fromUs, toUs, media }) => ({
        epoch,
        fromUs,
        toUs,
        url: media === null ? null : `${address}${media}`,
      })),
    gaps: view.gaps
      .filter((gap) => gap.trackId === trackId)
      .map(({ fromUs, toUs, cause }) => ({ fromUs, toUs, cause })),
  };
}

/** The whole hearing as lanes of tracks, marks, pauses and gaps. */
export function showTimeline(rooms: Rooms): Answerers['record.timeline'] {
  return async ({ hearingId }) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const view = found.value;
    const lengthUs = lineNow(view, clockNow(rooms.clock));
    const pieces = rooms.playback.timelinePieces(playedEpochs(rooms, view));
    return done({
      hearing: summaryOf(view),
      marks: view.marks,
      lengthUs,
      isPreparing: rooms.playback.isPreparing(hearingId),
      lanes: [...view.tracks]
        .sort((a, b) => a.trackNo - b.trackNo)
        .map((track) => laneOf(track, view, pieces, rooms.mediaAddress())),
      pauses: view.pauses.map(({ kind, fromUs, toUs, recordingGoesOn, note }) => ({
        kind,
        fromUs,
        toUs: toUs ?? lengthUs,
        recorded: recordingGoesOn,
        note,
      })),
    });
  };
}
