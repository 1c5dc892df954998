import type { HearingId } from '#domain/ids.ts';
import { readChunk, type WholeChunk } from '#domain/record/chunk.ts';
import type { AtUs } from '#domain/record/timeline.ts';

/**
 * What became of a chunk. `written` and `had`: it is on disk, acknowledge it. `late`: beyond the cut or behind a chunk
 * that was, or not this seat's; say nothing, the sender trims and sends again. `failed`: the disk refused until the
 * epoch was cut or given up; the sender must send it again.
 */
export type Admission =
  | Readonly<{ state: 'written' | 'had'; seq: number }>
  | Readonly<{ state: 'late' | 'failed' | 'ended' }>
  | Readonly<{ state: 'refused'; why: 'structure' | 'too-large' | 'other-place' | 'order' | 'time' }>;

/** What an epoch has so far: `written` lies on the disk, `accepted` is on its way there. */
export type EpochBounds = Readonly<{
  largestChunkBytes: number;
  writtenSeq: number;
  acceptedSeq: number;
  /** The end of what was accepted; null before the first media on the disk. */
  acceptedToUs: AtUs | null;
  /** L5: nothing captured later is written. */
  cutAtUs: AtUs | null;
  /** What was captured later is another device's, or nobody's. */
  foreignFromUs: AtUs;
}>;

/** The chunk that comes next in this epoch, or what becomes of these bytes instead. */
export function checkChunk(
  bytes: Uint8Array,
  place: Readonly<{ hearingId: HearingId; trackNo: number; epoch: number }>,
  { largestChunkBytes, writtenSeq, acceptedSeq, acceptedToUs, cutAtUs, foreignFromUs }: EpochBounds,
): WholeChunk | Admission {
  if (bytes.length > largestChunkBytes) return { state: 'refused', why: 'too-large' };
  const chunk = readChunk(bytes);
  if (chunk.state !== 'whole' || chunk.lengthBytes !== bytes.length) return { state: 'refused', why: 'structure' };
  const { hearingId, trackNo, epoch, seq, firstAtUs, lastAtUs } = chunk.header;
  if (hearingId !== place.hearingId || trackNo !== place.trackNo || epoch !== place.epoch)
    return { state: 'refused', why: 'other-place' };
  if (seq <= writtenSeq) return { state: 'had', seq };
  // Its twin is being written this moment and will be acknowledged.
  if (seq <= acceptedSeq) return { state: 'late' };
  if (seq > 0 && lastAtUs > foreignFromUs) return { state: 'late' };
  const isCut = cutAtUs !== null || Number.isFinite(foreignFromUs);
  if (seq !== acceptedSeq + 1) return isCut ? { state: 'late' } : { state: 'refused', why: 'order' };
  if (seq > 0) {
    if (cutAtUs !== null && lastAtUs > cutAtUs) return { state: 'late' };
    if (lastAtUs < firstAtUs || (acceptedToUs !== null && lastAtUs < acceptedToUs))
      return { state: 'refused', why: 'time' };
  }
  return chunk;
}
