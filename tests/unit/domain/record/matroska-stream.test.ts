import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { writeInitChunk, writeMediaChunk } from '#domain/record/chunk.ts';
import { MatroskaStream, type StreamBlock } from '#domain/record/matroska-stream.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';

/* Real streams by the real ffmpeg: read from its live Matroska, stored as chunks, opened by the real ffprobe. */

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-matroska-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sources = {
  video: [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=320x240:rate=25:duration=3',
    '-c:v',
    'libx264',
    '-g',
    '25',
    '-bf',
    '0',
    '-preset',
    'ultrafast',
  ],
  audio: [
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=440:duration=3:sample_rate=48000',
    '-ac',
    '1',
    '-c:a',
    'libopus',
    '-b:a',
    '64k',
  ],
} as const;

function ffmpegStream(kind: keyof typeof sources): Uint8Array {
  const made = spawnSync('ffmpeg', ['-v', 'error', ...sources[kind], '-f', 'matroska', 'pipe:1'], {
    maxBuffer: 1 << 26,
  });
  expect(made.stderr.toString()).toBe('');
  return made.stdout;
}

function readInPieces(bytes: Uint8Array, pieceBytes: number): { stream: MatroskaStream; blocks: StreamBlock[] } {
  const stream = new MatroskaStream();
  const blocks: StreamBlock[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    blocks.push(...stream.push(bytes.subarray(at, at + pieceBytes)));
  return { stream, blocks };
}

function storeAsChunks(blocks: readonly StreamBlock[], codec: TrackCodec): Uint8Array {
  const place = { hearingId: '3f0c2b1e-9d54-4f6a-8c7b-0a1b2c3d4e5f' as HearingId, trackNo: 2, epoch: 1 };
  const chunks = [writeInitChunk({ ...place, codec })];
  const chunkFrames = 5;
  for (let at = 0; at < blocks.length; at += chunkFrames) {
    const frames = blocks
      .slice(at, at + chunkFrames)
      .map(({ timeMs, isKey, bytes }) => ({ atUs: timeMs * 1000, isKey, bytes }));
    const firstAtUs = frames[0]!.atUs;
    chunks.push(
      writeMediaChunk({
        ...place,
        seq: chunks.length,
        firstAtUs,
        lastAtUs: frames.at(-1)!.atUs + 20_000,
        sourceUs: firstAtUs,
        isJump: false,
        frames,
      }),
    );
  }
  return Buffer.concat(chunks);
}

function probe(file: string): { streams: Record<string, unknown>[]; packets: { pts_time: string; flags: string }[] } {
  const run = spawnSync('ffprobe', ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', file]);
  expect(run.stderr.toString()).toBe('');
  return JSON.parse(run.stdout.toString());
}

function decodeErrors(file: string): string {
  return spawnSync('ffmpeg', [
    '-v',
    'error',
    '-i',
    file,
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '-1',
    '-f',
    'null',
    '-',
  ]).stderr.toString();
}

describe.each(['video', 'audio'] as const)('a %s stream of the real ffmpeg', (kind) => {
  let bytes: Uint8Array;
  let whole: ReturnType<typeof readInPieces>;
  beforeAll(() => {
    bytes = ffmpegStream(kind);
    whole = readInPieces(bytes, bytes.length);
  });

  it('is read the same in pieces of any size', () => {
    expect(whole.stream.isBroken).toBe(false);
    expect(whole.blocks.length).toBeGreaterThanOrEqual(kind === 'video' ? 75 : 150);
    for (const pieceBytes of kind === 'audio' ? [1, 7, 1000] : [61, 1000])
      expect(readInPieces(bytes, pieceBytes).blocks).toEqual(whole.blocks);
  });

  it('is stored as chunks that ffprobe opens and ffmpeg decodes without a word, whole and while it grows', () => {
    const { codecPrivate } = [...whole.stream.tracks.values()][0]!;
    const codec: TrackCodec =
      kind === 'video' ? { kind, width: 320, height: 240, codecPrivate } : { kind, sampleRate: 48_000, codecPrivate };
    const stored = storeAsChunks(whole.blocks, codec);
    const file = path.join(folder, `${kind}.mkv`);
    writeFileSync(file, stored);
    const { streams, packets } = probe(file);
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject(
      kind === 'video'
        ? { codec_name: 'h264', width: 320, height: 240 }
        : { codec_name: 'opus', channels: 1, sample_rate: '48000' },
    );
    expect(packets).toHaveLength(whole.blocks.length);
    const delayMs = kind === 'audio' ? 6.5 : 0;
    packets.forEach((packet, index) =>
      expect(Math.abs(Number(packet.pts_time) * 1000 - whole.blocks[index]!.timeMs + delayMs)).toBeLessThan(1),
    );
    expect(decodeErrors(file)).toBe('');

    const growing = path.join(folder, `${kind}-growing.mkv`);
    writeFileSync(growing, storeAsChunks(whole.blocks.slice(0, 30), codec));
    expect(probe(growing).packets).toHaveLength(30);
  });
});

describe('a stream that is no Matroska', () => {
  it('is broken from its first wrong byte and gives nothing more', () => {
    const stream = new MatroskaStream();
    expect(stream.push(Uint8Array.of(0, 1, 2))).toEqual([]);
    expect(stream.isBroken).toBe(true);
    expect(stream.push(ffmpegStream('audio'))).toEqual([]);
  });
});
