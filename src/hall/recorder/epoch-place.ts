import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { seatOfTrack, type Seat } from '#domain/seats.ts';
import type { RecordAsk } from './door.ts';
import type { EpochPlace } from './epoch-log.ts';
import { trackNoOf, trackOf } from './planning.ts';

/** To be gone on with; `sealedBytes` null: the journal does not know it. */
type LeftEpoch = Readonly<{ epoch: number; segments: number; sealedBytes: number | null }>;

function fileOf(folder: string, trackId: TrackId, epoch: number): string {
  return path.join(folder, ...chunkLogParts(trackId, epoch));
}

/**
 * What a service that died left to be gone on with, oldest first: the epochs that the journal holds open, and behind them
 * the files of those whose opening it did not get. Only the last one still has a sender.
 */
export function leftEpochs({ folder, nextEpoch, openEpochs }: RecordAsk, trackId: TrackId): readonly LeftEpoch[] {
  const left: LeftEpoch[] = [...(openEpochs?.(trackId) ?? [])];
  const firstUnknown = Math.max(nextEpoch(trackId), (left.at(-1)?.epoch ?? 0) + 1);
  for (let epoch = firstUnknown; existsSync(fileOf(folder, trackId, epoch)); epoch += 1)
    left.push({ epoch, segments: 0, sealedBytes: null });
  return left;
}

/** An epoch's number is never used twice, even where the journal does not know its file. */
export function freeEpoch(folder: string, trackId: TrackId, from: number): number {
  let epoch = from;
  while (existsSync(fileOf(folder, trackId, epoch))) epoch += 1;
  return epoch;
}

/** Where an epoch of a seat's track belongs and what the journal says of it. */
export function placeOfEpoch(ask: RecordAsk, seat: Seat, epoch: number): EpochPlace {
  const { kind, device } = seat;
  const trackId = trackOf(seat);
  return {
    hearingId: ask.hearingId,
    trackId,
    trackNo: trackNoOf(ask, trackId),
    epoch,
    seatId: seatOfTrack(trackId),
    kind,
    path: device.path,
    device: device.path === 'hall' ? `${device.source}#${String(device.channel)}` : device.label,
    file: fileOf(ask.folder, trackId, epoch),
  };
}
