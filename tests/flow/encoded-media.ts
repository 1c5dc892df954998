import { runToEnd } from '../../src/hall/plumbing/index.ts';
import type { HearingId } from '#domain/ids.ts';
import { writeInitChunk, writeMediaChunk } from '#domain/record/chunk.ts';
import { prepareLab } from '../lab/prepare.ts';
import { MatroskaStream, type StreamBlock, type StreamTrack } from '#domain/record/matroska-stream.ts';

/** A stream as a real encoder made it, from which tests make chunks as the recorder window would. */
export type Encoded = Readonly<{
  kind: 'camera' | 'microphone';
  track: StreamTrack;
  blocks: readonly StreamBlock[];
  size: Readonly<{ width: number; height: number }>;
  frameUs: number;
}>;
export type MadeChunk = Readonly<{ seq: number; bytes: Uint8Array; firstAtUs: number; lastAtUs: number }>;

const chunkUs = 200_000;

/** H.264 of an ffmpeg source (`testsrc=…`), a key frame a second, as a hall's camera gives it. */
export function encodePicture(
  source: string,
  seconds: number,
  size = { width: 320, height: 180 },
  filter = 'null',
): Promise<Encoded> {
  const input = `${source}${source.includes('=') ? ':' : '='}size=${String(size.width)}x${String(size.height)}:rate=25`;
  return encode(
    'camera',
    [
      '-f',
      'lavfi',
      '-i',
      input,
      '-t',
      String(seconds),
      '-vf',
      filter,
      '-pix_fmt',
      'yuv420p',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '25',
      '-bf',
      '0',
    ],
    size,
  );
}

/** Mono Opus of an ffmpeg source (`sine=frequency=440`). */
export async function encodeSound(source: string, seconds: number): Promise<Encoded> {
  const encoded = await encode(
    'microphone',
    [
      '-f',
      'lavfi',
      '-i',
      source,
      '-t',
      String(seconds),
      '-ac',
      '1',
      '-ar',
      '48000',
      '-c:a',
      'libopus',
      '-b:a',
      '64k',
      '-frame_duration',
      '20',
    ],
    { width: 0, height: 0 },
  );
  // The encoder's look-ahead adds a packet at the end.
  return { ...encoded, blocks: encoded.blocks.slice(0, seconds * 50) };
}

async function encode(kind: Encoded['kind'], args: readonly string[], size: Encoded['size']): Promise<Encoded> {
  const run = await runToEnd({
    command: 'ffmpeg',
    args: ['-loglevel', 'error', ...args, '-f', 'matroska', 'pipe:1'],
    limitMs: 30_000,
  });
  if (run.code !== 0) throw new Error(run.stderr);
  return readEncoded(kind, run.stdout, size);
}

function readEncoded(kind: Encoded['kind'], bytes: Buffer, size: Encoded['size']): Encoded {
  const stream = new MatroskaStream();
  const blocks = stream.push(bytes);
  const [track] = stream.tracks.values();
  if (track === undefined) throw new Error('ffmpeg gave no track');
  return { kind, track, blocks, size, frameUs: kind === 'camera' ? 40_000 : 20_000 };
}

/** Chunks of 200 ms of one epoch whose first frame was captured at `startUs` of the hearing. */
export function chunksOf(
  media: Encoded,
  place: Readonly<{ hearingId: HearingId; trackNo: number; epoch: number }>,
  startUs: number,
): readonly MadeChunk[] {
  const { frameUs } = media;
  const codecPrivate = media.track.codecPrivate;
  const codec =
    media.kind === 'camera'
      ? ({ kind: 'video', ...media.size, codecPrivate } as const)
      : ({ kind: 'audio', sampleRate: 48_000, codecPrivate } as const);
  const chunks: MadeChunk[] = [{ seq: 0, bytes: writeInitChunk({ ...place, codec }), firstAtUs: 0, lastAtUs: 0 }];
  const perChunk = chunkUs / frameUs;
  for (let from = 0; from < media.blocks.length; from += perChunk) {
    const group = media.blocks
      .slice(from, from + perChunk)
      .map((block, at) => ({ ...block, atUs: startUs + (from + at) * frameUs }));
    const firstAtUs = group[0]!.atUs;
    const lastAtUs = group.at(-1)!.atUs + frameUs;
    const seq = chunks.length;
    chunks.push({
      seq,
      firstAtUs,
      lastAtUs,
      bytes: writeMediaChunk({
        ...place,
        seq,
        firstAtUs,
        lastAtUs,
        sourceUs: firstAtUs,
        isJump: false,
        frames: group.map(({ atUs, isKey, bytes }) => ({ atUs, isKey, bytes })),
      }),
    });
  }
  return chunks;
}

/** H.264 of what a laboratory camera sees, a key frame a second, at a hall's bit rate; `sight` as `camera-room` has it, and `frozen`, `still` as `frames.c` has them. */
export async function encodeLabPicture(
  seconds: number,
  sight: Readonly<Record<string, number>>,
  { framesPerSecond = 25, bitrate = '2500k' } = {},
): Promise<Encoded> {
  const { frames } = await prepareLab();
  const size = { width: 1280, height: 720 };
  const words = Object.entries(sight).map(([name, value]) => `${name} ${String(value)}`);
  const drawn = [frames, '1280 720', String(seconds * framesPerSecond), ...words].join(' ');
  const raw = `-f rawvideo -pix_fmt yuv420p -s 1280x720 -r ${String(framesPerSecond)} -i -`;
  const coded = `-c:v libx264 -preset ultrafast -b:v ${bitrate} -g ${String(framesPerSecond)} -bf 0 -f matroska -`;
  const run = await runToEnd({
    command: 'bash',
    args: ['-o', 'pipefail', '-c', `${drawn} | ffmpeg -loglevel error ${raw} ${coded}`],
    limitMs: 60_000,
  });
  if (run.code !== 0) throw new Error(run.stderr);
  return { ...readEncoded('camera', run.stdout, size), frameUs: 1_000_000 / framesPerSecond };
}
