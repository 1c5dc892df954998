import path from 'node:path';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import type { Segment } from '#domain/journal/entries.ts';
import type { ChunkHeader } from '#domain/record/chunk-header.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { ChunkFile, walkChunks } from './chunk-file.ts';

/** One epoch's part of a range. */
export type RangePiece = Readonly<{
  trackId: TrackId;
  epoch: number;
  /** Chunk 0 as it is stored: the file's head. */
  head: Uint8Array;
  /** Capture time of the first chunk, which begins with a key, and the end of the last one. */
  fromUs: AtUs;
  toUs: AtUs;
  lengthBytes: number;
  /** The whole chunks, as they are stored; times not yet moved. */
  chunks(): Generator<Readonly<{ header: ChunkHeader; bytes: Uint8Array }>, void, undefined>;
}>;

/**
 * What of a track's sealed segments is needed to show [fromUs, toUs): for each epoch whole chunks from the last key
 * at or before `fromUs` to the first chunk that begins at or after `toUs`. Unreadable places are left out.
 */
export function rangePieces(
  folder: string,
  hearingId: HearingId,
  segments: readonly Segment[],
  fromUs: AtUs,
  toUs: AtUs,
): readonly RangePiece[] {
  const byEpoch = Map.groupBy(segments, (segment) => segment.epoch);
  const pieces: RangePiece[] = [];
  for (const [epoch, own] of byEpoch) {
    const [first] = own;
    const last = own.at(-1);
    if (first === undefined || last === undefined) continue;
    const log = new ChunkFile(path.join(folder, ...chunkLogParts(first.trackId, epoch)));
    try {
      const head = readHead(log);
      const stretch = head === null ? null : findStretch(log, first, last, fromUs, toUs);
      if (head === null || stretch === null) continue;
      pieces.push({
        trackId: first.trackId,
        epoch,
        head,
        ...stretch,
        lengthBytes: stretch.toByte - stretch.fromByte,
        chunks: () => readStretch(log.path, hearingId, epoch, stretch.fromByte, stretch.toByte),
      });
    } finally {
      log.close();
    }
  }
  return pieces.sort((a, b) => a.fromUs - b.fromUs);
}

function readHead(log: ChunkFile): Uint8Array | null {
  for (const stretch of walkChunks(log, 0))
    return stretch.is === 'chunk' && stretch.chunk.header.seq === 0 ? Uint8Array.from(stretch.bytes) : null;
  return null;
}

/** The bytes that hold the range. Only the first and the last segment need to be looked into. */
function findStretch(
  log: ChunkFile,
  first: Segment,
  last: Segment,
  fromUs: AtUs,
  toUs: AtUs,
): { fromByte: number; toByte: number; fromUs: AtUs; toUs: AtUs } | null {
  let start: { byte: number; us: AtUs } | null = null;
  for (const stretch of walkChunks(log, first.offsetBytes, first.offsetBytes + first.lengthBytes)) {
    if (stretch.is !== 'chunk' || stretch.chunk.header.seq === 0 || !stretch.chunk.header.startsWithKey) continue;
    const { firstAtUs } = stretch.chunk.header;
    if (start === null || firstAtUs <= fromUs) start = { byte: stretch.at, us: firstAtUs };
  }
  if (start === null) return null;
  let end: { byte: number; us: AtUs } | null = null;
  for (const stretch of walkChunks(log, last.offsetBytes, last.offsetBytes + last.lengthBytes)) {
    if (stretch.is !== 'chunk' || stretch.chunk.header.seq === 0 || stretch.at < start.byte) continue;
    if (stretch.chunk.header.firstAtUs < toUs)
      end = { byte: stretch.at + stretch.lengthBytes, us: stretch.chunk.header.lastAtUs };
  }
  return end === null ? null : { fromByte: start.byte, toByte: end.byte, fromUs: start.us, toUs: end.us };
}

function* readStretch(
  file: string,
  hearingId: HearingId,
  epoch: number,
  fromByte: number,
  toByte: number,
): ReturnType<RangePiece['chunks']> {
  const log = new ChunkFile(file);
  try {
    for (const stretch of walkChunks(log, fromByte, toByte)) {
      if (stretch.is !== 'chunk') continue;
      const { header } = stretch.chunk;
      if (header.hearingId === hearingId && header.epoch === epoch && header.seq > 0)
        yield { header, bytes: stretch.bytes };
    }
  } finally {
    log.close();
  }
}
