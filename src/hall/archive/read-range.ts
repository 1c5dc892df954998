import path from 'node:path';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import type { Segment } from '#domain/journal/entries.ts';
import type { TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { ChunkFile, walkChunks } from './chunk-file.ts';

/** One epoch's part of a range: whole chunks that begin with a key, as bytes [fromByte, toByte) of its file. */
export type RangePiece = Readonly<{
  trackId: TrackId;
  epoch: number;
  file: string;
  /** Chunk 0: the head of the file, which any decoder needs first. */
  head: Uint8Array;
  fromByte: number;
  toByte: number;
  /** Container time of the first frame. */
  fromMs: number;
  /** Capture time of the end of the last frame. */
  toUs: AtUs;
}>;

/**
 * What of a track's sealed segments is needed to show [fromUs, toUs): of each epoch the chunks from the last key at or
 * before `fromUs` to the last one that begins before `toUs`. An epoch whose file is gone or has lost its head gives nothing.
 */
export function rangePieces(
  folder: string,
  segments: readonly Segment[],
  fromUs: AtUs,
  toUs: AtUs,
): readonly RangePiece[] {
  const pieces: RangePiece[] = [];
  for (const own of Map.groupBy(segments, (segment) => segment.epoch).values()) {
    const [first] = own;
    const last = own.at(-1);
    if (first === undefined || last === undefined) continue;
    const piece = findPiece(path.join(folder, ...chunkLogParts(first.trackId, first.epoch)), first, last, fromUs, toUs);
    if (piece !== null) pieces.push(piece);
  }
  return pieces.sort((a, b) => a.fromMs - b.fromMs);
}

/** Only the first and the last segment need to be looked into; what lies between belongs to the range whole. */
function findPiece(file: string, first: Segment, last: Segment, fromUs: AtUs, toUs: AtUs): RangePiece | null {
  let log: ChunkFile;
  try {
    log = new ChunkFile(file);
  } catch {
    return null;
  }
  try {
    const head = readHead(log);
    let start: { byte: number; ms: number } | null = null;
    for (const stretch of walkChunks(log, first.offsetBytes, first.offsetBytes + first.lengthBytes)) {
      if (stretch.is !== 'chunk' || stretch.chunk.header.seq === 0 || !stretch.chunk.header.startsWithKey) continue;
      const [frame] = stretch.chunk.frames;
      if (frame !== undefined && (start === null || stretch.chunk.header.firstAtUs <= fromUs)) {
        start = { byte: stretch.at, ms: frame.atMs };
      }
    }
    let end: { byte: number; us: AtUs } | null = null;
    for (const stretch of walkChunks(log, last.offsetBytes, last.offsetBytes + last.lengthBytes)) {
      if (stretch.is !== 'chunk' || stretch.chunk.header.seq === 0 || stretch.at < (start?.byte ?? 0)) continue;
      const { firstAtUs, lastAtUs } = stretch.chunk.header;
      if (firstAtUs < toUs) end = { byte: stretch.at + stretch.lengthBytes, us: lastAtUs };
    }
    if (head === null || start === null || end === null) return null;
    const { trackId, epoch } = first;
    return { trackId, epoch, file, head, fromByte: start.byte, toByte: end.byte, fromMs: start.ms, toUs: end.us };
  } finally {
    log.close();
  }
}

function readHead(log: ChunkFile): Uint8Array | null {
  for (const stretch of walkChunks(log, 0)) {
    return stretch.is === 'chunk' && stretch.chunk.header.seq === 0 ? Uint8Array.from(stretch.bytes) : null;
  }
  return null;
}
