import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { CaptureReport } from '#contract/capture.ts';
import type { SeatId } from '#domain/ids.ts';
import { scanChunks, type WholeChunk } from '#domain/record/chunk.ts';
import type { Seat } from '#domain/seats.ts';
import { runToEnd, systemClock } from '../../src/hall/plumbing/index.ts';
import { SoundDesk } from '../../src/sound-path/sound-desk.ts';
import { startRtspCamera, type RtspCamera, type RtspWish } from '../lab/cameras/rtsp-camera.ts';
import { noSoundServer, quietLog, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor } from './recorder-window.ts';

/* A real RTSP server, a real ffmpeg that copies, a real recorder and chunk socket; only the process around it is ours. */

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Login = Readonly<{ user: string; password: string }> | null;
type Stage = RecorderStage & Readonly<{ camera: RtspCamera; reports: CaptureReport[]; seat: Seat }>;

async function begin(wish: RtspWish = {}, login: Login = null): Promise<Stage> {
  const camera = await startRtspCamera(wish);
  const reports: CaptureReport[] = [];
  const stage = setRecorderStage({
    soundServer: noSoundServer,
    soundPath: {
      isSecondWay: true,
      ensure() {},
      pid: () => null,
      end: () => desk.abandon(),
      stop: () => desk.abandon(),
    },
    planned: (plan) => desk.follow(plan),
  });
  const door = await openChunkDoor(stage.recorder);
  const desk = new SoundDesk({
    ffmpegPath: 'ffmpeg',
    soundServer: noSoundServer,
    log: quietLog,
    clock: systemClock,
    address: () => door.address,
    isAllowed: () => true,
    login: () => Promise.resolve(login),
    pictureDoor: () => Promise.resolve(null),
    send: (report) => {
      reports.push(report);
      stage.recorder.receiveReport('sound-path', report);
    },
  });
  stage.recorder.windowCame('sound-path', 'new');
  endings.push(async () => {
    await stage.end();
    await door.close();
    await camera.stop();
  });
  const seat: Seat = {
    id: 'witness-view' as SeatId,
    kind: 'camera',
    place: 'witness-view',
    name: '',
    gated: false,
    device: { path: 'network', url: camera.url, label: 'Camera' },
    video: { width: 640, height: 360, frameRate: 25, bitrateBps: 800_000 },
  };
  return { ...stage, camera, reports, seat };
}

const fileOf = ({ folder }: Stage, epoch = 1): string =>
  path.join(folder, 'tracks', 'witness-view', `${String(epoch).padStart(4, '0')}.mkv`);
function mediaOf(stage: Stage, epoch = 1): readonly WholeChunk[] {
  return [...scanChunks(readFileSync(fileOf(stage, epoch)))].flatMap((chunk) =>
    chunk.state === 'whole' && chunk.header.seq > 0 ? [chunk] : [],
  );
}

test('a network camera is written as it sends, every picture once, on the clock of the hall', async () => {
  const stage = await begin();
  const startedUs = systemClock.monotonicUs();
  expect(await stage.recorder.record(stage.ask([stage.seat]))).toEqual({ ok: true, value: undefined });
  await until('the lamp is lit', () => stage.recorder.lamp().state === 'recording');
  await wait(4000);
  expect(stage.recorder.lamp().state).toBe('recording');
  const closed = await stage.recorder.close({ cutAtUs: null, lamp: 'off' });
  const lengthUs = systemClock.monotonicUs() - startedUs;
  expect(closed.confirmedBy).toContain('sound-path');

  const chunks = mediaOf(stage);
  const times = chunks.flatMap(({ frames }) => frames.map(({ atMs }) => atMs));
  const steps = times.slice(1).map((atMs, at) => atMs - times[at]!);
  // 25 a second: none is missing and none is there twice.
  expect(Math.max(...steps)).toBeLessThanOrEqual(60);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(20);
  const spanMs = times.at(-1)! - times[0]!;
  expect(Math.abs((times.length - 1) / (spanMs / 1000) - 25)).toBeLessThan(0.3);
  // Behind the zero of the hearing, and not in the future.
  expect(chunks.at(-1)!.header.lastAtUs).toBeLessThan(lengthUs);
  expect(lengthUs - chunks.at(-1)!.header.lastAtUs).toBeLessThan(1_500_000);
  expect(chunks[0]!.header.startsWithKey).toBe(true);

  const probe = await runToEnd({
    command: 'ffprobe',
    limitMs: 20_000,
    args: [
      ...['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,width,height,nb_read_frames'],
      ...['-of', 'json', fileOf(stage)],
    ],
  });
  expect(probe.stderr).toBe('');
  expect(JSON.parse(probe.stdout.toString())).toMatchObject({
    streams: [{ codec_name: 'h264', width: 640, height: 360, nb_read_frames: String(times.length) }],
  });
});

test('a camera that is switched off is an alarm, and comes back by itself in a new epoch with the hole told', async () => {
  const stage = await begin();
  await stage.recorder.record(stage.ask([stage.seat]));
  await until('the lamp is lit', () => stage.recorder.lamp().state === 'recording');
  await wait(1000);
  const killedMs = performance.now();
  await stage.camera.kill();
  await until('an alarm', () => stage.told.raised.some(({ key }) => key === 'camera.no-picture'));
  expect(performance.now() - killedMs).toBeLessThan(3000);
  await wait(1500);
  expect(stage.recorder.lamp().state).toBe('trouble');
  await stage.camera.startAgain();
  await until('the lamp is lit again', () => stage.recorder.lamp().state === 'recording', 12_000);
  await until('the alarm is cleared', () => stage.told.cleared.some(({ key }) => key === 'camera.no-picture'));
  expect(stage.told.gaps.map(({ trackId }) => trackId)).toContain('witness-view');
  const epochs = stage.told.opened.map(({ epoch }) => epoch);
  expect(mediaOf(stage, epochs.at(-1)).length).toBeGreaterThan(0);
});

test('a camera that stands still with its connection open is told and opened anew', async () => {
  const stage = await begin();
  await stage.recorder.record(stage.ask([stage.seat]));
  await until('the lamp is lit', () => stage.recorder.lamp().state === 'recording');
  stage.camera.hang();
  const hungMs = performance.now();
  await until('an alarm', () => stage.told.raised.some(({ key }) => key !== 'recorder.not-connected'));
  expect(performance.now() - hungMs).toBeLessThan(4000);
  stage.camera.goOn();
  await until('the lamp is lit again', () => stage.recorder.lamp().state === 'recording', 15_000);
});

test('in deliberation the connection is closed and nothing behind the order is written (L5)', async () => {
  const stage = await begin();
  const ask = stage.ask([stage.seat]);
  await stage.recorder.record(ask);
  await until('the lamp is lit', () => stage.recorder.lamp().state === 'recording');
  await wait(1000);
  const cutAtUs = systemClock.monotonicUs() - ask.zero.monotonicUs;
  await stage.recorder.close({ cutAtUs, lamp: 'closed' });
  const length = readFileSync(fileOf(stage)).length;
  expect(Math.max(...mediaOf(stage).map(({ header }) => header.lastAtUs))).toBeLessThanOrEqual(cutAtUs);
  expect(stage.reports.at(-1)).toMatchObject({ openDevices: 0, tracks: [] });
  await wait(1500);
  expect(readFileSync(fileOf(stage)).length).toBe(length);
});

test('a camera whose pictures refer to later ones is refused by name', async () => {
  const stage = await begin({ codec: 'b-frames' });
  void stage.recorder.record(stage.ask([stage.seat]));
  await until(
    'a report',
    () => stage.reports.some(({ tracks }) => tracks.some(({ state }) => state === 'failed')),
    12_000,
  );
  const faults = stage.reports.flatMap(({ tracks }) => tracks.map((track) => track.fault));
  expect(faults).toContainEqual({ key: 'camera.wrong-codec', args: { codec: 'H.264 B-frames' } });
});

test('a camera with a password is opened with it, and told by name without it', async () => {
  const login = { user: 'court', password: 'p@ss:w/rd' };
  const stage = await begin(login, login);
  await stage.recorder.record(stage.ask([stage.seat]));
  await until('the lamp is lit', () => stage.recorder.lamp().state === 'recording');

  const stranger = await begin(login, { ...login, password: 'wrong' });
  void stranger.recorder.record(stranger.ask([stranger.seat]));
  await until('a report', () => stranger.reports.some(({ tracks }) => tracks[0]?.state === 'failed'), 12_000);
  expect(stranger.reports.flatMap(({ tracks }) => tracks.map((track) => track.fault?.key))).toContain(
    'camera.login-refused',
  );
});
