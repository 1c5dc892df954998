import { open } from 'node:fs/promises';
import type { TrackId } from '#domain/ids.ts';
import type { Segment } from '#domain/journal/entries.ts';
import { readChunk, scanChunks } from '#domain/record/chunk.ts';
import { MatroskaStream } from '#domain/record/matroska-stream.ts';
import type { MoviePicture } from '#domain/record/mp4.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { placesOf } from './record-range.ts';

/** Pictures from a key on; those of a movie that begins at `fromUs`. */
export type RangePictures = Readonly<{ fromUs: AtUs; toUs: AtUs; picture: MoviePicture }>;

type Range = Readonly<{ fromUs: AtUs; toUs: AtUs }>;
type Frame = Readonly<{ atUs: AtUs; isKey: boolean; bytes: Uint8Array }>;
type EpochPictures = Range & Readonly<{ head: Omit<MoviePicture, 'frames'>; frames: readonly Frame[] }>;

/** The head of a chunk log is a few hundred bytes long. */
const headBytes = 16 * 1024;
/** Two minutes of a camera; what is longer is not read into memory. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The pictures of [fromUs, toUs) from the key at or before the beginning on, for whoever waits: every byte is read once,
 * with as few calls of the system as can be, since each may have to wait for the record's own. `segments` are all sealed
 * ones that begin before the end. Null where they do not lie there, or not all of them are of one kind.
 */
export async function readPictures(
  folder: string,
  camera: TrackId,
  segments: readonly Segment[],
  range: Range,
): Promise<RangePictures | null> {
  const found: EpochPictures[] = [];
  for (const { file, startAtByte: fromByte, last } of await placesOf(folder, camera, segments, range)) {
    const isSealed = last !== undefined && last.toUs >= range.toUs;
    const toByte = isSealed ? last.offsetBytes + last.lengthBytes : Infinity;
    const pictures = await ofEpoch(file, { fromByte, toByte }, range);
    if (pictures === 'too-long') return null;
    if (pictures !== null) found.push(pictures);
  }
  const [first] = found;
  if (first === undefined || first.fromUs > range.fromUs) return null;
  const isOneKind = found.every(({ head }) => Buffer.compare(head.avcConfig, first.head.avcConfig) === 0);
  if (!isOneKind) return null;
  const frames = found.flatMap((one) =>
    one.frames.map((frame) => ({ ...frame, atUs: Math.max(0, frame.atUs - first.fromUs) })),
  );
  return { fromUs: first.fromUs, toUs: found.at(-1)?.toUs ?? first.toUs, picture: { ...first.head, frames } };
}

async function ofEpoch(
  file: string,
  { fromByte, toByte }: Readonly<{ fromByte: number; toByte: number }>,
  range: Range,
): Promise<EpochPictures | 'too-long' | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const read = async (from: number, lengthBytes: number): Promise<Uint8Array> => {
      const buffer = Buffer.allocUnsafe(lengthBytes);
      const { bytesRead } = await handle.read(buffer, 0, lengthBytes, from);
      return buffer.subarray(0, bytesRead);
    };
    const { size } = await handle.stat();
    const bodyBytes = Math.max(0, Math.min(size, toByte) - fromByte);
    if (bodyBytes > mostBytes) return 'too-long';
    const [head, body] = await Promise.all([read(0, headBytes), read(fromByte, bodyBytes)]);
    const codec = codecOf(head);
    const frames = codec === null ? null : framesOf(body, range);
    return codec === null || frames === null ? null : { head: codec, ...frames };
  } finally {
    await handle.close();
  }
}

function codecOf(head: Uint8Array): Omit<MoviePicture, 'frames'> | null {
  const chunk = readChunk(head);
  if (chunk.state !== 'whole') return null;
  const stream = new MatroskaStream();
  stream.push(head.subarray(0, chunk.lengthBytes));
  const [track] = stream.tracks.values();
  return track === undefined
    ? null
    : { widthPx: track.widthPx, heightPx: track.heightPx, avcConfig: track.codecPrivate };
}

/** From the last key that is not too late; what is torn or damaged ends it. Null where nothing of the range is. */
function framesOf(body: Uint8Array, range: Range): (Range & Readonly<{ frames: readonly Frame[] }>) | null {
  let [fromUs, toUs, frames]: [AtUs, AtUs, Frame[]] = [0, 0, []];
  for (const chunk of scanChunks(body)) {
    if (chunk.state !== 'whole') break;
    const { header } = chunk;
    if (header.kind === 'init') continue;
    if (header.firstAtUs >= range.toUs) break;
    if (header.startsWithKey && (frames.length === 0 || header.firstAtUs <= range.fromUs))
      [fromUs, frames] = [header.firstAtUs, []];
    else if (frames.length === 0) continue;
    for (const { atMs, isKey, bytes } of chunk.frames) frames.push({ atUs: atMs * 1000, isKey, bytes });
    toUs = header.lastAtUs;
  }
  return frames.length === 0 || toUs <= range.fromUs ? null : { fromUs, toUs, frames };
}
