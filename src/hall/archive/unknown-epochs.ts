import { existsSync } from 'node:fs';
import path from 'node:path';
import { nextTrackEpoch } from '#domain/hearing/hearing-tracks.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { TrackId } from '#domain/ids.ts';
import type { JournalBodies } from '#domain/journal/entries.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { codecOf } from '#domain/record/matroska.ts';
import { seatOfTrack, secondTrackOf, secondTracksFrom, type Seat } from '#domain/seats.ts';
import { ChunkFile, walkChunks } from './chunk-file.ts';

/**
 * Epochs whose files lie in the hearing's folder and which its journal never opened: the service died, or the power went,
 * between the first chunk and its entry. Of each what the entry would have said; the sweep seals what is whole in them.
 */
export function unknownEpochs(folder: string, view: HearingView): readonly JournalBodies['track.opened'][] {
  return (view.hall?.seats ?? []).flatMap((seat, at) => {
    const chief = seat.id as string as TrackId;
    const trackIds = seat.kind === 'microphone' ? [chief, secondTrackOf(seat.id)] : [chief];
    return trackIds.flatMap((trackId) => {
      const trackNo = trackId === chief ? at + 1 : secondTracksFrom + at + 1;
      const opened = openingOf(folder, { seat, trackId, trackNo, epoch: nextTrackEpoch(view, trackId) });
      return opened === null ? [] : [opened];
    });
  });
}

function openingOf(
  folder: string,
  { seat, trackId, trackNo, epoch }: Readonly<{ seat: Seat; trackId: TrackId; trackNo: number; epoch: number }>,
): JournalBodies['track.opened'] | null {
  const file = path.join(folder, ...chunkLogParts(trackId, epoch));
  if (!existsSync(file)) return null;
  const { kind, device } = seat;
  const known = {
    ...{ trackId, seatId: seatOfTrack(trackId), trackNo, epoch, kind },
    ...{ path: trackId === (seat.id as string) ? device.path : ('hall' as const), device: device.label },
  };
  const log = new ChunkFile(file);
  try {
    for (const stretch of walkChunks(log, 0)) {
      if (stretch.is === 'chunk' && stretch.chunk.header.kind === 'init')
        return { ...known, codec: codecOf(stretch.bytes), keyId: stretch.chunk.header.keyId };
      break;
    }
    // Torn before its first chunk was whole: there is nothing in it, and that is told.
    return { ...known, codec: kind === 'camera' ? 'V_MPEG4/ISO/AVC' : 'A_OPUS', keyId: '0'.repeat(32) };
  } finally {
    log.close();
  }
}
