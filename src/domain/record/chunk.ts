import type { HearingId } from '../ids.ts';
import { invariant } from '../outcome.ts';
import {
  headerElementBytes,
  isSealed,
  looksLikeHeader,
  nullKeyId,
  readHeader,
  sealChunk,
  writeHeader,
  type ChunkHeader,
} from './chunk-header.ts';
import { ids, joinBytes, readElementHead } from './ebml.ts';
import { cluster, matroskaHead, readCluster, type ChunkFrame, type StoredFrame, type TrackCodec } from './matroska.ts';
import type { AtUs } from './timeline.ts';

/* Chunks of a chunk log, docs/record-format.md §2: pure bytes in, pure bytes out. */

/** More than a chunk can ever be: a length field beyond it is damage, not a chunk that is still being written. */
const largestBodyBytes = 64 * 1024 * 1024;
const largestHeadElementBytes = 1024 * 1024;

type Place = Readonly<{ hearingId: HearingId; trackNo: number; epoch: number }>;

/** Chunk 0 of an epoch: the file's head and its frame header. */
export function writeInitChunk(chunk: Place & Readonly<{ codec: TrackCodec }>): Uint8Array {
  const body = matroskaHead(chunk.trackNo, chunk.epoch, chunk.codec);
  const header = writeHeader({
    kind: 'init',
    startsWithKey: false,
    isJump: false,
    seq: 0,
    epoch: chunk.epoch,
    firstAtUs: 0,
    lastAtUs: 0,
    sourceUs: 0,
    frames: 0,
    bodyBytes: body.length,
    keyId: nullKeyId,
    hearingId: chunk.hearingId,
    trackNo: chunk.trackNo,
  });
  const bytes = joinBytes([body, header]);
  sealChunk(bytes, body.length);
  return bytes;
}

/**
 * Chunk n >= 1. `firstAtUs` and `lastAtUs` are capture times (start of the first frame, end of the last), `sourceUs`
 * the device's time stamp of the first frame; the frames carry container time.
 */
export function writeMediaChunk(
  chunk: Place &
    Readonly<{
      seq: number;
      firstAtUs: AtUs;
      lastAtUs: AtUs;
      sourceUs: number;
      isJump: boolean;
      frames: readonly ChunkFrame[];
    }>,
): Uint8Array {
  invariant(chunk.seq >= 1, 'chunk 0 is the head');
  const body = cluster(chunk.trackNo, chunk.frames);
  const header = writeHeader({
    kind: 'media',
    startsWithKey: chunk.frames[0]?.isKey === true,
    isJump: chunk.isJump,
    seq: chunk.seq,
    epoch: chunk.epoch,
    firstAtUs: chunk.firstAtUs,
    lastAtUs: chunk.lastAtUs,
    sourceUs: chunk.sourceUs,
    frames: chunk.frames.length,
    bodyBytes: body.length,
    keyId: nullKeyId,
    hearingId: chunk.hearingId,
    trackNo: chunk.trackNo,
  });
  const bytes = joinBytes([header, body]);
  sealChunk(bytes, 0);
  return bytes;
}

/** A chunk that is whole: it lies in [offsetBytes, offsetBytes + lengthBytes) of the bytes given. */
export type WholeChunk = Readonly<{
  state: 'whole';
  header: ChunkHeader;
  offsetBytes: number;
  lengthBytes: number;
  /** Views into the bytes given, not copies; empty for chunk 0 and for chunks that are encrypted. */
  frames: readonly StoredFrame[];
}>;

/**
 * What reading came upon. `torn`: the bytes end inside the chunk, as when a write was cut off. `damaged`: there is no
 * chunk here (`no-chunk`), its crc is wrong (`crc`), or it was never rightly made (`structure`); where the header could
 * be read it is told, but nothing in it can be relied upon.
 */
export type ReadChunk =
  | WholeChunk
  | Readonly<{ state: 'torn'; offsetBytes: number }>
  | Readonly<{
      state: 'damaged';
      offsetBytes: number;
      why: 'no-chunk' | 'crc' | 'structure';
      header: ChunkHeader | null;
    }>;

/** Reads the chunk that begins at `offsetBytes` and checks its crc and structure. */
export function readChunk(bytes: Uint8Array, offsetBytes = 0): ReadChunk {
  const headerAt = bytes[offsetBytes] === 0xec ? offsetBytes : findInitHeader(bytes, offsetBytes);
  if (headerAt === 'torn') return { state: 'torn', offsetBytes };
  const noChunk = { state: 'damaged', offsetBytes, why: 'no-chunk', header: null } as const;
  if (headerAt === 'none' || !looksLikeHeader(bytes, headerAt)) return noChunk;
  if (headerAt + headerElementBytes > bytes.length) return { state: 'torn', offsetBytes };

  const header = readHeader(bytes, headerAt);
  const isInit = headerAt !== offsetBytes;
  if (header === null || header.bodyBytes > largestBodyBytes || (header.kind === 'init') !== isInit)
    return { ...noChunk, header };
  if (isInit && header.bodyBytes !== headerAt - offsetBytes) return { ...noChunk, header };
  const lengthBytes = headerElementBytes + header.bodyBytes;
  const end = offsetBytes + lengthBytes;
  if (end > bytes.length) return { state: 'torn', offsetBytes };
  if (!isSealed(bytes, offsetBytes, end, headerAt)) return { state: 'damaged', offsetBytes, why: 'crc', header };

  if (isInit || header.keyId !== nullKeyId) return { state: 'whole', header, offsetBytes, lengthBytes, frames: [] };
  const frames = readCluster(bytes, headerAt + headerElementBytes, end);
  if (frames === null || frames.length === 0 || frames.length !== header.frames)
    return { state: 'damaged', offsetBytes, why: 'structure', header };
  return { state: 'whole', header, offsetBytes, lengthBytes, frames };
}

/** Walks the head of a file to the header element that closes chunk 0. */
function findInitHeader(bytes: Uint8Array, offsetBytes: number): number | 'torn' | 'none' {
  const expected = [ids.ebml, ids.segment, ids.info, ids.tracks];
  let at = offsetBytes;
  for (const id of expected) {
    const head = readElementHead(bytes, at);
    if (head === null) return 'torn';
    if (head === 'bad' || head.id !== id) return 'none';
    if ((id === ids.segment) !== (head.size === null) || (head.size ?? 0) > largestHeadElementBytes) return 'none';
    at = head.bodyAt + (head.size ?? 0);
    if (at >= bytes.length) return 'torn';
  }
  return at;
}

/** All chunks from `fromBytes` on; after the last whole one comes what stopped the walk, or nothing at a clean end. */
export function* scanChunks(bytes: Uint8Array, fromBytes = 0): Generator<ReadChunk, void, undefined> {
  let at = fromBytes;
  while (at < bytes.length) {
    const chunk = readChunk(bytes, at);
    yield chunk;
    if (chunk.state !== 'whole') return;
    at += chunk.lengthBytes;
  }
}

/**
 * Where the next chunk header after `fromBytes` may stand, or -1: lets a check go on behind a damaged place. A
 * picture can hold these six bytes by chance, so the caller reads the chunk there before it believes it.
 */
export function findNextHeader(bytes: Uint8Array, fromBytes: number): number {
  for (let at = bytes.indexOf(0xec, fromBytes); at >= 0; at = bytes.indexOf(0xec, at + 1)) {
    if (at + headerElementBytes <= bytes.length && looksLikeHeader(bytes, at)) return at;
  }
  return -1;
}

/** A frame that still knows when it was captured: [capturedAtUs, endsAtUs) on the hearing's line, and by the device's clock. */
export type CapturedFrame = ChunkFrame & Readonly<{ capturedAtUs: AtUs; endsAtUs: AtUs; sourceUs: number }>;

/** L5: only the frames that ended by `cutAtUs`. Later frames are never needed to decode earlier ones. */
export function trimFrames<Frame extends CapturedFrame>(frames: readonly Frame[], cutAtUs: AtUs): readonly Frame[] {
  const firstLate = frames.findIndex((frame) => frame.endsAtUs > cutAtUs);
  return firstLate < 0 ? frames : frames.slice(0, firstLate);
}
