import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import type { Segment } from '#domain/journal/entries.ts';
import { readChunk } from '#domain/record/chunk.ts';
import { MatroskaStream } from '#domain/record/matroska-stream.ts';
import type { AtUs } from '#domain/record/timeline.ts';

/** Whole chunks of one epoch where they lie: with the head of the file a Matroska file by themselves, times on the hearing's line. */
export type RecordPiece = Readonly<{
  epoch: number;
  file: string;
  headBytes: number;
  codecPrivate: string;
  fromByte: number;
  toByte: number;
  fromUs: AtUs;
  toUs: AtUs;
}>;

type Range = Readonly<{ fromUs: AtUs; toUs: AtUs }>;

const readBytes = 512 * 1024;

/**
 * What of a track is needed to show [fromUs, toUs), one piece an epoch, in order: from the last key at or before the
 * beginning to the last chunk that begins before the end, also behind what is sealed so far. `segments` are all sealed
 * segments that begin before the end: only where the range begins and where it ends is looked into the file.
 */
export async function readRecord(
  folder: string,
  trackId: TrackId,
  segments: readonly Segment[],
  range: Range,
): Promise<readonly RecordPiece[]> {
  const pieces: RecordPiece[] = [];
  for (const { epoch, file, startAtByte, last } of await placesOf(folder, trackId, segments, range)) {
    const piece = await findPiece(file, epoch, { startAtByte, endAtByte: last?.offsetBytes ?? 0 }, range);
    if (piece !== null) pieces.push(piece);
  }
  return pieces;
}

/** The files of a track that may hold something of the range, in order, and where in each one need not look before; `last`: the newest sealed segment in it. */
export async function placesOf(
  folder: string,
  trackId: TrackId,
  segments: readonly Segment[],
  range: Range,
): Promise<readonly Readonly<{ epoch: number; file: string; startAtByte: number; last: Segment | undefined }>[]> {
  const newestSealed = segments.reduce((newest, segment) => Math.max(newest, segment.epoch), 0);
  return (await epochsOf(folder, trackId)).flatMap((epoch) => {
    const own = segments.filter((segment) => segment.epoch === epoch);
    const first = own.find((segment) => segment.toUs > range.fromUs);
    if (first === undefined && epoch < newestSealed) return [];
    const last = own.at(-1);
    const file = path.join(folder, ...chunkLogParts(trackId, epoch));
    return [{ epoch, file, startAtByte: (first ?? last)?.offsetBytes ?? 0, last }];
  });
}

async function epochsOf(folder: string, trackId: TrackId): Promise<readonly number[]> {
  const names = await readdir(path.join(folder, 'tracks', trackId)).catch(() => []);
  return names
    .filter((name) => /^\d{4,}\.mkv$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
}

async function findPiece(
  file: string,
  epoch: number,
  { startAtByte, endAtByte }: Readonly<{ startAtByte: number; endAtByte: number }>,
  { fromUs, toUs }: Range,
): Promise<RecordPiece | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    let head: Uint8Array | null = null;
    for await (const chunk of chunksFrom(handle, 0)) {
      head = Uint8Array.from(chunk.bytes);
      break;
    }
    if (head === null) return null;
    let start: { byte: number; us: AtUs } | null = null;
    for await (const { at, header } of chunksFrom(handle, startAtByte)) {
      if (header.kind === 'init') continue;
      if (header.firstAtUs >= toUs || (start !== null && header.firstAtUs > fromUs)) break;
      if (header.startsWithKey) start = { byte: at, us: header.firstAtUs };
    }
    if (start === null) return null;
    let end: { byte: number; us: AtUs } | null = null;
    for await (const { at, bytes, header } of chunksFrom(handle, Math.max(start.byte, endAtByte))) {
      if (header.kind === 'init') continue;
      if (header.firstAtUs >= toUs) break;
      end = { byte: at + bytes.length, us: header.lastAtUs };
    }
    if (end === null || end.us <= fromUs) return null;
    const stream = new MatroskaStream();
    stream.push(head);
    const codecPrivate = Buffer.from([...stream.tracks.values()][0]?.codecPrivate ?? []).toString('base64');
    const place = { fromByte: start.byte, toByte: end.byte, fromUs: start.us, toUs: end.us };
    return { epoch, file, headBytes: head.length, codecPrivate, ...place };
  } finally {
    await handle.close();
  }
}

/** Whole chunks from a place where one begins; ends before what is torn or damaged. The bytes of each are good until the next. */
async function* chunksFrom(
  handle: FileHandle,
  startAtByte: number,
): AsyncGenerator<
  Readonly<{
    at: number;
    bytes: Uint8Array;
    header: Extract<ReturnType<typeof readChunk>, { state: 'whole' }>['header'];
  }>
> {
  let atByte = startAtByte;
  let wantedBytes = readBytes;
  let buffer = Buffer.allocUnsafe(wantedBytes);
  for (;;) {
    if (wantedBytes > buffer.length) buffer = Buffer.allocUnsafe(wantedBytes);
    const { bytesRead } = await handle.read(buffer, 0, wantedBytes, atByte);
    const bytes = buffer.subarray(0, bytesRead);
    let at = 0;
    for (;;) {
      const chunk = at < bytes.length ? readChunk(bytes, at) : null;
      if (chunk === null || chunk.state === 'torn') break;
      if (chunk.state === 'damaged') return;
      yield { at: atByte + at, bytes: bytes.subarray(at, at + chunk.lengthBytes), header: chunk.header };
      at += chunk.lengthBytes;
    }
    atByte += at;
    if (bytesRead < wantedBytes) return;
    // One chunk is larger than what was read.
    wantedBytes = at === 0 ? wantedBytes * 2 : readBytes;
    if (wantedBytes > readBytes * 128) return;
  }
}
