import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { scanChunks, type WholeChunk } from '#domain/record/chunk.ts';
import type { Frame } from '#measure/picture.ts';
import { runToEnd } from '../plumbing/index.ts';
import type { SizePx } from './judging-picture.ts';

const limitMs = 20_000;
/** Small enough to be quick, large enough that a face is many pixels. */
export const decodedWidthPx = 160;
const high = 90;
export const decodedSampleRate = 48_000;

/** The longest epoch of a track of the test recording; null when nothing was written. */
export async function chunkLogOf(folder: string, trackId: string): Promise<string | null> {
  const own = path.join(folder, 'tracks', trackId);
  const names = (await readdir(own).catch(() => [])).filter((name) => name.endsWith('.mkv'));
  const sized = await Promise.all(
    names.map(async (name) => ({ file: path.join(own, name), size: (await stat(path.join(own, name))).size })),
  );
  return sized.toSorted((a, b) => b.size - a.size)[0]?.file ?? null;
}

/** Mono samples of a chunk log, decoded by ffmpeg; null when it cannot. */
export async function decodeSound(ffmpegPath: string, file: string): Promise<Float32Array | null> {
  const run = await runToEnd({
    command: ffmpegPath,
    limitMs,
    args: [
      '-hide_banner',
      '-loglevel',
      'error',
      '-nostdin',
      '-f',
      'matroska',
      '-i',
      file,
      '-map',
      '0:a',
      '-ac',
      '1',
      '-ar',
      String(decodedSampleRate),
      '-f',
      'f32le',
      'pipe:1',
    ],
  });
  if (run.code !== 0 || run.stdout.length < 4) return null;
  // A Buffer may begin anywhere; floats must be aligned.
  const bytes = Uint8Array.from(run.stdout.subarray(0, run.stdout.length - (run.stdout.length % 4)));
  return new Float32Array(bytes.buffer);
}

/** Every picture of a chunk log as small grey frames with its container time, and the true size; null when it cannot be decoded. */
export async function decodePictures(
  ffmpegPath: string,
  file: string,
  span: Span | null = null,
): Promise<Readonly<{ frames: readonly Frame[]; times: readonly number[]; size: SizePx | null }> | null> {
  const { input, times, allTimes } = await storedPictures(file, span);
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
    times: allTimes,
    size: size === null ? null : { widthPx: Number(size[1]), heightPx: Number(size[2]) },
  };
}

/** When the first frame of a chunk log was captured, ms of its line; 0 where there is none. */
export async function firstTimeMs(file: string): Promise<number> {
  for (const chunk of scanChunks(await readFile(file))) {
    const [first] = chunk.state === 'whole' ? chunk.frames : [];
    if (first !== undefined) return first.atMs;
  }
  return 0;
}

/** A stretch of a track's line, ms. */
export type Span = Readonly<{ fromMs: number; toMs: number }>;

/** The bytes of a chunk log that hold this stretch, with the key picture before it, and the times of their frames; of all of it without one. */
async function storedPictures(
  file: string,
  span: Span | null,
): Promise<Readonly<{ input: Buffer; times: readonly number[]; allTimes: readonly number[] }>> {
  const bytes = await readFile(file);
  const chunks = [...scanChunks(bytes)].filter((chunk): chunk is WholeChunk => chunk.state === 'whole');
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
    allTimes: timesOf(chunks),
  };
}

/** Container times of all frames as they are stored; ffmpeg gives the pictures in the same order. */
function timesOf(chunks: readonly WholeChunk[]): readonly number[] {
  return chunks.flatMap(({ frames }) => frames.map(({ atMs }) => atMs));
}
