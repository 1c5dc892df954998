import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { scanChunks } from '#domain/record/chunk.ts';
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
): Promise<Readonly<{ frames: readonly Frame[]; size: SizePx | null }> | null> {
  const run = await runToEnd({
    command: ffmpegPath,
    limitMs,
    maxBytes: 256 * 1024 * 1024,
    args: [
      '-hide_banner',
      '-loglevel',
      'info',
      '-nostats',
      '-nostdin',
      '-f',
      'matroska',
      '-i',
      file,
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
  const times = await storedTimes(file);
  const frames = times.slice(0, count).map((atMs, at): Frame => ({
    atMs,
    luma: run.stdout.subarray(at * decodedWidthPx * high, (at + 1) * decodedWidthPx * high),
  }));
  const size = /Video: h264.*?, (\d{2,5})x(\d{2,5})/.exec(run.stderr);
  return { frames, size: size === null ? null : { widthPx: Number(size[1]), heightPx: Number(size[2]) } };
}

/** When the first frame of a chunk log was captured, ms of its line; 0 where there is none. */
export async function firstTimeMs(file: string): Promise<number> {
  return (await storedTimes(file))[0] ?? 0;
}

/** Container times of all frames as they are stored; ffmpeg gives the pictures in the same order. */
async function storedTimes(file: string): Promise<readonly number[]> {
  const handle = await open(file, 'r');
  try {
    const times: number[] = [];
    for (const chunk of scanChunks(await handle.readFile())) {
      if (chunk.state !== 'whole') break;
      for (const frame of chunk.frames) times.push(frame.atMs);
    }
    return times;
  } finally {
    await handle.close();
  }
}
