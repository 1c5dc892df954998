import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { scanChunks, type WholeChunk } from '#domain/record/chunk.ts';
import type { Frame, SizePx } from '#measure/picture.ts';
import { runToEnd } from '../plumbing/index.ts';

const limitMs = 20_000;
/** Small enough to be quick, large enough that a face is many pixels. */
export const decodedWidthPx = 160;
const high = 90;

/** The longest epoch of a track of the test recording; null when nothing was written. */
export async function chunkLogOf(folder: string, trackId: string): Promise<string | null> {
  const own = path.join(folder, 'tracks', trackId);
  const names = (await readdir(own).catch(() => [])).filter((name) => name.endsWith('.mkv'));
  const sized = await Promise.all(
    names.map(async (name) => ({ file: path.join(own, name), size: (await stat(path.join(own, name))).size })),
  );
  return sized.toSorted((a, b) => b.size - a.size)[0]?.file ?? null;
}

/** The pictures of a stretch of a chunk log (of all of it without one) as small grey frames with their container time, and the true size; null when none can be decoded. */
export async function decodePictures(
  ffmpegPath: string,
  file: string,
  span: Span | null = null,
): Promise<Readonly<{ frames: readonly Frame[]; size: SizePx | null }> | null> {
  const { input, times } = await storedPictures(file, span);
  const run = await runToEnd({
    command: ffmpegPath,
    limitMs,
    input,
    maxBytes: 256 * 1024 * 1024,
    args: [
      '-hide_banner',
      '-loglevel',
      'info',
      '-nostats',
      '-f',
      'matroska',
      '-i',
      'pipe:0',
      '-map',
      '0:v',
      '-vf',
      `scale=${String(decodedWidthPx)}:${String(high)}:flags=area,format=gray`,
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      '-1',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
  });
  const count = Math.floor(run.stdout.length / (decodedWidthPx * high));
  if (run.code !== 0 || count === 0) return null;
  // What comes before the first key picture cannot be decoded, and all after it can.
  const frames = times.slice(Math.max(0, times.length - count)).map((atMs, at): Frame => ({
    atMs,
    luma: run.stdout.subarray(at * decodedWidthPx * high, (at + 1) * decodedWidthPx * high),
  }));
  const size = /Video: h264.*?, (\d{2,5})x(\d{2,5})/.exec(run.stderr);
  return {
    frames,
    size: size === null ? null : { widthPx: Number(size[1]), heightPx: Number(size[2]) },
  };
}

/** A stretch of a track's line, ms. */
export type Span = Readonly<{ fromMs: number; toMs: number }>;

/** The bytes of a chunk log that hold this stretch, with the key picture before it, and the times of their frames. */
async function storedPictures(
  file: string,
  span: Span | null,
): Promise<Readonly<{ input: Buffer; times: readonly number[] }>> {
  const { bytes, chunks } = await wholeChunks(file);
  const isBefore = ({ frames }: WholeChunk, ms: number): boolean => frames.length > 0 && (frames[0]?.atMs ?? 0) <= ms;
  const first =
    span === null
      ? 0
      : Math.max(
          0,
          chunks.findLastIndex((chunk) => isBefore(chunk, span.fromMs) && chunk.frames.some(({ isKey }) => isKey)),
        );
  const wanted = chunks.filter(
    ({ frames }, at) =>
      frames.length === 0 || (at >= first && (span === null || (frames[0]?.atMs ?? Infinity) < span.toMs)),
  );
  return {
    input: Buffer.concat(
      wanted.map(({ offsetBytes, lengthBytes }) => bytes.subarray(offsetBytes, offsetBytes + lengthBytes)),
    ),
    times: timesOf(wanted),
  };
}

async function wholeChunks(file: string): Promise<Readonly<{ bytes: Buffer; chunks: readonly WholeChunk[] }>> {
  const bytes = await readFile(file);
  return { bytes, chunks: [...scanChunks(bytes)].filter((chunk): chunk is WholeChunk => chunk.state === 'whole') };
}

/** Container times of all frames of a chunk log, ms. */
export async function storedTimes(file: string): Promise<readonly number[]> {
  return timesOf((await wholeChunks(file)).chunks);
}

/** Container times of all frames as they are stored; ffmpeg gives the pictures in the same order. */
function timesOf(chunks: readonly WholeChunk[]): readonly number[] {
  return chunks.flatMap(({ frames }) => frames.map(({ atMs }) => atMs));
}
