import type { Answerers, Lane } from '#contract/hall.ts';
import { heardStretches, secondCover, without } from '#domain/hearing/seat-cover.ts';
import type { EpochSeen, TrackSeen } from '#domain/hearing/seen-tracks.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { SeatId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import { isSecondTrack } from '#domain/seats.ts';
import type { HeardStretch, PlayedEpoch, PlayedPiece } from '../playback/index.ts';
import { summaryOf } from './hall-state.ts';
import { clockNow, viewOf, type Rooms } from './rooms.ts';

type Stretch = PlayedEpoch & Readonly<{ fromUs: number; toUs: number; isClosed: boolean }>;

/** Every epoch that is to be seen or heard, as playback wants to know it: of a second track only those that fill a hole. */
export function playedEpochs(rooms: Pick<Rooms, 'journals'>, view: HearingView): readonly Stretch[] {
  const folder = rooms.journals.folderOf(view.hearingId);
  return view.tracks.flatMap(({ trackId, seatId, kind, epochs }) => {
    const fillsHole = isSecondTrack(trackId) ? holesOf(view, seatId) : () => true;
    return epochs
      .filter((seen) => seen.toUs > seen.fromUs && fillsHole(seen))
      .map(({ epoch, fromUs, toUs, closed }) => ({
        hearingId: view.hearingId,
        folder,
        trackId,
        epoch,
        kind,
        fromUs,
        toUs,
        isClosed: closed,
      }));
  });
}

/** Whether an epoch of the seat's second track has something that its chief one lacks. */
function holesOf(view: HearingView, seatId: SeatId): (epoch: EpochSeen) => boolean {
  const chief = view.tracks.find((track) => track.seatId === seatId && !isSecondTrack(track.trackId));
  // A chief track that never began lacks everything.
  if (chief === undefined) return () => true;
  const fills = secondCover(view, chief)?.fills ?? [];
  return ({ fromUs, toUs }) => fills.some((fill) => fill.toUs > fromUs && fill.fromUs < toUs);
}

/** Where there is sound, as playback wants to know it to have any words at once. */
export function heardOf(rooms: Pick<Rooms, 'journals'>, view: HearingView): readonly HeardStretch[] {
  const { hearingId } = view;
  const folder = rooms.journals.folderOf(hearingId);
  return heardStretches(view).map((stretch) => ({ ...stretch, hearingId, folder }));
}

/** One lane a seat: its chief track first, then what its second one has to fill the holes with. */
function laneOf(chief: TrackSeen, view: HearingView, pieces: readonly PlayedPiece[], address: string): Lane {
  const { trackId, seatId, kind } = chief;
  const cover = secondCover(view, chief);
  const gaps = view.gaps.filter((gap) => gap.trackId === trackId);
  return {
    trackId,
    seatId,
    kind,
    pieces: [trackId, cover?.track.trackId]
      .flatMap((of) => pieces.filter((piece) => piece.trackId === of))
      .map(({ epoch, fromUs, toUs, media }) => ({
        epoch,
        fromUs,
        toUs,
        url: media === null ? null : `${address}${media}`,
      })),
    gaps: gaps.flatMap(({ cause, ...gap }) =>
      without([gap], cover?.fills ?? []).map(({ fromUs, toUs }) => ({ fromUs, toUs, cause })),
    ),
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
    if (view.phase === 'ended') rooms.playback.layMix(heardOf(rooms, view));
    return done({
      hearing: summaryOf(view),
      marks: view.marks,
      lengthUs,
      isPreparing: rooms.playback.isPreparing(hearingId),
      lanes: view.tracks
        .filter(
          ({ trackId, seatId }) =>
            !isSecondTrack(trackId) ||
            !view.tracks.some((other) => other.seatId === seatId && other.trackId !== trackId),
        )
        .sort((a, b) => a.trackNo - b.trackNo)
        .map((track) => laneOf(track, view, pieces, rooms.mediaAddress())),
      closedSessions: view.closedSessions.map(({ fromUs, toUs }) => ({ fromUs, toUs: toUs ?? lengthUs })),
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
