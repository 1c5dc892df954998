import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { Segment } from '#domain/journal/entries.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';
import { createPlayback, type PlayedEpoch, type Playback } from '../../src/hall/playback/index.ts';
import { chunksOf, encodePicture, encodeSound, type MadeChunk } from './encoded-media.ts';
import { signalChildren } from './own-children.ts';
import { quietLog, until } from './recorder-stage.ts';

const hearingId = randomUUID() as HearingId;
let folder: string;
let playback: Playback;
let ffmpegPath: string;
let segments: Segment[];
let nowMs: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-play-'));
  segments = [];
  nowMs = 1_000_000;
  ffmpegPath = 'ffmpeg';
  begin();
});
function begin(): void {
  playback = createPlayback({
    log: quietLog,
    ffmpeg: { ffmpegPath },
    clipsFolder: path.join(folder, 'clips'),
    nowMs: () => nowMs,
    segments: (_, trackId, fromUs, toUs) =>
      segments.filter((one) => one.trackId === trackId && one.toUs >= fromUs && one.fromUs <= toUs),
  });
}
afterEach(async () => {
  await playback.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (trackId: string, epoch: number): string =>
  path.join(folder, 'tracks', trackId, `${String(epoch).padStart(4, '0')}.mkv`);
function write(trackId: string, epoch: number, chunks: readonly MadeChunk[], sealedChunks = 0): void {
  mkdirSync(path.dirname(fileOf(trackId, epoch)), { recursive: true });
  writeFileSync(fileOf(trackId, epoch), Buffer.concat(chunks.map((chunk) => chunk.bytes)));
  const sealed = chunks.slice(0, sealedChunks);
  if (sealed.length === 0) return;
  segments.push({
    trackId: trackId as TrackId,
    epoch,
    segment: 1,
    firstSeq: 0,
    lastSeq: sealed.at(-1)!.seq,
    offsetBytes: 0,
    lengthBytes: sealed.reduce((sum, chunk) => sum + chunk.bytes.length, 0),
    sha256: '',
    fromUs: sealed[1]!.firstAtUs,
    toUs: sealed.at(-1)!.lastAtUs,
  });
}
const played = (trackId: string, epoch: number, kind: PlayedEpoch['kind']): PlayedEpoch => ({
  hearingId,
  folder,
  trackId: trackId as TrackId,
  epoch,
  kind,
});
function opened(media: string): string {
  const [token, name] = media.split('/').slice(-2);
  return playback.openMedia(token!, name!)!.path;
}
async function probe(file: string): Promise<{
  streams: { codec_name: string; nb_read_packets: string; start_time: string }[];
  format: { duration: string };
}> {
  const run = await runToEnd({
    command: 'ffprobe',
    args: ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', file],
    limitMs: 10_000,
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout.toString('utf8')) as Awaited<ReturnType<typeof probe>>;
}
async function samplesOf(file: string): Promise<Float32Array> {
  const run = await runToEnd({
    command: 'ffmpeg',
    args: ['-v', 'error', '-i', file, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 'f32le', 'pipe:1'],
    limitMs: 20_000,
  });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return new Float32Array(Uint8Array.from(run.stdout).buffer);
}
function toneAt(samples: Float32Array, hz: number, fromS: number, toS: number): number {
  let real = 0;
  let imaginary = 0;
  const part = samples.subarray(Math.round(fromS * 48_000), Math.round(toS * 48_000));
  part.forEach((sample, at) => {
    real += sample * Math.cos((2 * Math.PI * hz * at) / 48_000);
    imaginary += sample * Math.sin((2 * Math.PI * hz * at) / 48_000);
  });
  return (2 * Math.hypot(real, imaginary)) / part.length;
}

test.each(['camera', 'microphone'] as const)(
  'the copy of a %s can be played while it grows and sought in when it is finished',
  async (kind) => {
    const media = kind === 'camera' ? await encodePicture('testsrc', 12) : await encodeSound('sine=frequency=440', 12);
    const chunks = chunksOf(media, { hearingId, trackNo: 1, epoch: 1 }, 600_000_000);
    write('one', 1, chunks.slice(0, 2));
    const epoch = played('one', 1, kind);
    playback.follow(epoch);
    const stretch = { ...epoch, fromUs: 600_000_000, toUs: 612_000_000, isClosed: false };
    for (const chunk of chunks.slice(2, 40)) appendFileSync(fileOf('one', 1), chunk.bytes);
    await until('a growing copy', () => playback.timelinePieces([stretch])[0]!.media !== null);
    const growing = opened(playback.timelinePieces([stretch])[0]!.media!);
    await until(
      'five seconds in it',
      () => statSync(growing).size > chunks.slice(0, 26).reduce((sum, chunk) => sum + chunk.bytes.length, 0) * 0.6,
    );
    const decoded = await runToEnd({
      command: 'ffmpeg',
      args: ['-v', 'error', '-i', growing, '-f', 'null', '-'],
      limitMs: 10_000,
    });
    expect(decoded.code).toBe(0);

    for (const chunk of chunks.slice(40)) appendFileSync(fileOf('one', 1), chunk.bytes);
    playback.finish(epoch);
    expect(playback.isPreparing(hearingId)).toBe(true);
    await until('the finished copy', () => !playback.isPreparing(hearingId));
    const [piece] = playback.timelinePieces([{ ...stretch, isClosed: true }]);
    const finished = opened(piece!.media!);
    expect(finished).not.toBe(growing);
    const found = await probe(finished);
    expect(Number(found.streams[0]!.nb_read_packets)).toBe(media.blocks.length);
    expect(Math.abs(Number(found.streams[0]!.start_time))).toBeLessThan(0.01);
    expect(Number(found.format.duration)).toBeCloseTo(12, 1);
    if (kind === 'camera')
      expect(readFileSync(finished).indexOf('moov')).toBeLessThan(readFileSync(finished).indexOf('mdat'));
  },
);

test('a missing copy of a closed epoch is made when somebody looks, and one that cannot be made is not tried for ever', async () => {
  write('one', 1, chunksOf(await encodeSound('sine=frequency=440', 2), { hearingId, trackNo: 1, epoch: 1 }, 0));
  mkdirSync(path.dirname(fileOf('two', 1)), { recursive: true });
  writeFileSync(fileOf('two', 1), 'no record');
  const stretches = ['one', 'two'].map((trackId) => ({
    ...played(trackId, 1, 'microphone'),
    fromUs: 0,
    toUs: 2_000_000,
    isClosed: true,
  }));
  expect(playback.timelinePieces(stretches).map((piece) => piece.media)).toEqual([null, null]);
  await until('all copies', () => !playback.isPreparing(hearingId));
  expect(playback.timelinePieces(stretches).map((piece) => piece.media !== null)).toEqual([true, false]);
  expect(playback.isPreparing(hearingId)).toBe(false);
});

test('a clip shows the camera, mixes the microphones, and keeps hearing time through a hole and into what is not sealed yet', async () => {
  const [picture, judge, witness] = await Promise.all([
    encodePicture('testsrc', 30),
    encodeSound('sine=frequency=440', 10),
    encodeSound('sine=frequency=700', 30),
  ]);
  write('camera-1', 1, chunksOf(picture, { hearingId, trackNo: 1, epoch: 1 }, 100_000_000), 60);
  write('judge', 1, chunksOf(judge, { hearingId, trackNo: 2, epoch: 1 }, 100_000_000), 20);
  // The judge's microphone was away from 110 s to 118 s.
  write('judge', 2, chunksOf(judge, { hearingId, trackNo: 2, epoch: 2 }, 118_000_000));
  write('witness', 1, chunksOf(witness, { hearingId, trackNo: 3, epoch: 1 }, 100_000_000), 80);
  const made = await playback.clip({
    hearingId,
    folder,
    fromUs: 105_500_000,
    toUs: 125_000_000,
    camera: 'camera-1' as TrackId,
    microphones: ['judge', 'witness', 'nobody'] as TrackId[],
  });
  if (!made.ok) throw new Error(made.fault.key);
  expect(made.value).toMatchObject({ fromUs: 105_000_000, toUs: 125_000_000 });
  const file = opened(made.value.media);
  const found = await probe(file);
  expect(found.streams.map((stream) => stream.codec_name).sort()).toEqual(['flac', 'h264']);
  expect(Number(found.format.duration)).toBeCloseTo(20, 1);
  const video = found.streams.find((stream) => stream.codec_name === 'h264')!;
  expect(Math.abs(Number(video.start_time))).toBeLessThan(0.01);
  expect(Math.abs(Number(video.nb_read_packets) - 500)).toBeLessThanOrEqual(5);
  const samples = await samplesOf(file);
  // sine= has an amplitude of 1/8, of which the voice coding takes a little.
  const judgeHeard = [
    [0.2, 4.8],
    [5.2, 12.8],
    [13.2, 19.5],
  ].map(([fromS, toS]) => toneAt(samples, 440, fromS!, toS!));
  expect(judgeHeard[0]).toBeGreaterThan(0.11);
  expect(judgeHeard[1]).toBeLessThan(0.002);
  expect(judgeHeard[2]).toBeGreaterThan(0.11);
  expect(toneAt(samples, 700, 0.2, 19.5)).toBeGreaterThan(0.11);
});

test('a clip without a camera is sound alone, exactly from where it was asked', async () => {
  write('judge', 1, chunksOf(await encodeSound('sine=frequency=440', 10), { hearingId, trackNo: 1, epoch: 1 }, 0));
  const made = await playback.clip({
    hearingId,
    folder,
    fromUs: 3_333_000,
    toUs: 60_000_000,
    camera: null,
    microphones: ['judge' as TrackId],
  });
  if (!made.ok) throw new Error(made.fault.key);
  expect(made.value).toMatchObject({ fromUs: 3_333_000, toUs: 10_000_000 });
  expect((await samplesOf(opened(made.value.media))).length / 48_000).toBeCloseTo(6.667, 1);
});

test('where nothing is recorded there is no clip', async () => {
  write('judge', 1, chunksOf(await encodeSound('sine=frequency=440', 2), { hearingId, trackNo: 1, epoch: 1 }, 0));
  const made = await playback.clip({
    hearingId,
    folder,
    fromUs: 50_000_000,
    toUs: 60_000_000,
    camera: null,
    microphones: ['judge' as TrackId],
  });
  expect(made).toEqual({ ok: false, fault: { key: 'playback.not-ready', args: {} } });
});

test('a token opens one name only, expires, and names from outside lead nowhere', async () => {
  write('judge', 1, chunksOf(await encodeSound('sine=frequency=440', 2), { hearingId, trackNo: 1, epoch: 1 }, 0));
  const made = await playback.clip({
    hearingId,
    folder,
    fromUs: 0,
    toUs: 2_000_000,
    camera: null,
    microphones: ['judge' as TrackId],
  });
  if (!made.ok) throw new Error(made.fault.key);
  const [token, name] = made.value.media.split('/').slice(-2);
  expect(existsSync(playback.openMedia(token!, name!)!.path)).toBe(true);
  expect(playback.openMedia(token!, '../../tracks/judge/0001.mkv')).toBeNull();
  expect(playback.openMedia('x', name!)).toBeNull();
  nowMs += 7 * 60 * 60 * 1000;
  expect(playback.openMedia(token!, name!)).toBeNull();
});

test('copies give way when the record needs the room, and are made again when it does not', async () => {
  const sound = await encodeSound('sine=frequency=300', 5);
  write('judge', 1, chunksOf(sound, { hearingId, trackNo: 1, epoch: 1 }, 0));
  const epoch = played('judge', 1, 'microphone');
  const derived = path.join(folder, 'derived');
  playback.follow(epoch);
  await until('a live copy', () => existsSync(path.join(derived, 'judge', '0001.live.webm')));
  playback.giveWay(true);
  await until('the room', () => !existsSync(derived));
  playback.follow(epoch);
  playback.finish(epoch);
  const asked = { hearingId, folder, fromUs: 0, toUs: 1, camera: null, microphones: [epoch.trackId] };
  expect(await playback.clip(asked)).toMatchObject({ ok: false, fault: { key: 'disk.yielding' } });
  expect(existsSync(derived)).toBe(false);
  playback.giveWay(false);
  playback.finish(epoch);
  await until('a finished copy', () => existsSync(path.join(derived, 'judge', '0001.webm')));
});

test('a copy that is made right after the others gave way is not cleared away with them', async () => {
  write('judge', 1, chunksOf(await encodeSound('sine=frequency=300', 5), { hearingId, trackNo: 1, epoch: 1 }, 0));
  const epoch = played('judge', 1, 'microphone');
  const finished = path.join(folder, 'derived', 'judge', '0001.webm');
  playback.follow(epoch);
  await until('a live copy', () => existsSync(path.join(folder, 'derived', 'judge', '0001.live.webm')));
  playback.giveWay(true);
  playback.giveWay(false);
  playback.finish(epoch);
  await until('a finished copy', () => existsSync(finished));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(existsSync(finished)).toBe(true);
});

test('a maker of a copy that stands still is replaced, and what waits behind it is made too', async () => {
  const sound = await encodeSound('sine=frequency=300', 3);
  for (const trackId of ['judge', 'witness'])
    write(trackId, 1, chunksOf(sound, { hearingId, trackNo: 1, epoch: 1 }, 0));
  ffmpegPath = path.join(folder, 'stumbling-ffmpeg');
  const script = ['#!/bin/sh', `mkdir ${folder}/once 2>/dev/null && kill -STOP $$`, 'exec ffmpeg "$@"', ''];
  writeFileSync(ffmpegPath, script.join('\n'), { mode: 0o755 });
  await playback.close();
  begin();
  for (const trackId of ['judge', 'witness']) playback.finish(played(trackId, 1, 'microphone'));
  await until('both copies', () => !playback.isPreparing(hearingId), 15_000);
  expect(readdirSync(path.join(folder, 'derived'), { recursive: true })).toContain('witness/0001.webm');
});

test('a maker of a growing copy that stands still, and takes no more of the film, is replaced', async () => {
  const film = chunksOf(await encodePicture('testsrc', 30), { hearingId, trackNo: 1, epoch: 1 }, 0);
  write('camera-1', 1, film.slice(0, 20));
  playback.follow(played('camera-1', 1, 'camera'));
  const live = path.join(folder, 'derived', 'camera-1', '0001.live.mp4');
  await until('a live copy', () => (statSync(live, { throwIfNoEntry: false })?.size ?? 0) > 4096, 8000);
  signalChildren('ffmpeg', 'SIGSTOP');
  for (const chunk of film.slice(20)) appendFileSync(fileOf('camera-1', 1), chunk.bytes);
  expect(statSync(fileOf('camera-1', 1)).size).toBeGreaterThan(200_000);
  await until('the whole film', () => statSync(live).size > 0.9 * statSync(fileOf('camera-1', 1)).size, 25_000);
});
