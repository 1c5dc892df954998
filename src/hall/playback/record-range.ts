import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import type { Segment } from '#domain/journal/entries.ts';
import { readChunk } from '#domain/record/chunk.ts';
import { MatroskaStream } from '#domain/record/matroska-stream.ts';
import type { AtUs } from '#domain/record/timeline.ts';

/** Whole chunks of one epoch behind its head: a Matroska file by itself, its times on the hearing's line. */
export type RecordPiece = Readonly<{
  epoch: number;
  head: Uint8Array;
  codecPrivate: string;
  bytes: Uint8Array;
  fromUs: AtUs;
  toUs: AtUs;
}>;

type Range = Readonly<{ fromUs: AtUs; toUs: AtUs }>;

const readBytes = 4 * 1024 * 1024;

/**
 * What of a track is needed to show [fromUs, toUs), one piece an epoch, in order: from the last key at or before the
 * beginning to the last chunk that begins before the end. Read from the chunk logs, also behind what is sealed so far;
 * `segments` are all sealed segments that begin before the end, and only tell where to start reading.
 */
export async function readRecord(
  folder: string,
  trackId: TrackId,
  segments: readonly Segment[],
  range: Range,
): Promise<readonly RecordPiece[]> {
  const newestSealed = segments.reduce((newest, segment) => Math.max(newest, segment.epoch), 0);
  const pieces: RecordPiece[] = [];
  for (const epoch of await epochsOf(folder, trackId)) {
    const own = segments.filter((segment) => segment.epoch === epoch);
    const first = own.find((segment) => segment.toUs > range.fromUs);
    const last = own.at(-1);
    if (first === undefined && epoch < newestSealed) continue;
    const startAtByte = first?.offsetBytes ?? (last === undefined ? 0 : last.offsetBytes);
    const piece = await readPiece(path.join(folder, ...chunkLogParts(trackId, epoch)), epoch, startAtByte, range);
    if (piece !== null) pieces.push(piece);
  }
  return pieces;
}

async function epochsOf(folder: string, trackId: TrackId): Promise<readonly number[]> {
  const names = await readdir(path.join(folder, 'tracks', trackId)).catch(() => []);
  return names
    .filter((name) => /^\d{4,}\.mkv$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
}

async function readPiece(
  file: string,
  epoch: number,
  startAtByte: number,
  { fromUs, toUs }: Range,
): Promise<RecordPiece | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    let head: Uint8Array | null = null;
    let kept: { fromUs: AtUs; toUs: AtUs; parts: Uint8Array[] } | null = null;
    for await (const chunk of chunksFrom(handle, 0)) {
      head = chunk.bytes;
      break;
    }
    if (head === null) return null;
    for await (const { bytes, header } of chunksFrom(handle, startAtByte)) {
      if (header.kind === 'init') continue;
      if (header.firstAtUs >= toUs) break;
      // Everything before the last key at or before the beginning is not needed.
      if (header.startsWithKey && header.firstAtUs <= fromUs) kept = null;
      if (kept === null && !header.startsWithKey) continue;
      kept ??= { fromUs: header.firstAtUs, toUs: header.lastAtUs, parts: [] };
      kept.parts.push(bytes);
      kept.toUs = header.lastAtUs;
    }
    if (kept === null || kept.toUs <= fromUs) return null;
    const stream = new MatroskaStream();
    stream.push(head);
    const codecPrivate = Buffer.from([...stream.tracks.values()][0]?.codecPrivate ?? []).toString('base64');
    return { epoch, head, codecPrivate, bytes: Buffer.concat(kept.parts), fromUs: kept.fromUs, toUs: kept.toUs };
  } finally {
    await handle.close();
  }
}

/** Whole chunks from a place where one begins, as copies; ends before what is torn or damaged. */
async function* chunksFrom(
  handle: FileHandle,
  startAtByte: number,
): AsyncGenerator<
  Readonly<{ bytes: Uint8Array; header: Extract<ReturnType<typeof readChunk>, { state: 'whole' }>['header'] }>
> {
  let atByte = startAtByte;
  let wantedBytes = readBytes;
  for (;;) {
    const buffer = Buffer.alloc(wantedBytes);
    const { bytesRead } = await handle.read(buffer, 0, wantedBytes, atByte);
    const bytes = buffer.subarray(0, bytesRead);
    let at = 0;
    for (;;) {
      const chunk = at < bytes.length ? readChunk(bytes, at) : null;
      if (chunk === null || chunk.state === 'torn') break;
      if (chunk.state === 'damaged') return;
      yield { bytes: bytes.subarray(at, at + chunk.lengthBytes), header: chunk.header };
      at += chunk.lengthBytes;
    }
    atByte += at;
    if (bytesRead < wantedBytes) return;
    // One chunk is larger than what was read.
    wantedBytes = at === 0 ? wantedBytes * 2 : readBytes;
    if (wantedBytes > readBytes * 16) return;
  }
}
