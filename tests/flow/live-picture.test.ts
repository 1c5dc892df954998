import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isKeyPicture, readLivePicture } from '#contract/pictures.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import { systemClock } from '../../src/hall/plumbing/index.ts';
import { startRtspCamera, type RtspCamera } from '../lab/cameras/rtsp-camera.ts';
import { startOnvifCamera } from '../lab/cameras/onvif-camera.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { playRecorder } from './scripted-recorder.ts';
import { spawnService, until, type Line, type RunningHall } from './start-service.ts';

/* A whole service with its sound path, a real RTSP camera with a password, and windows that look at it. */

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const seatId = 'witness-view' as SeatId;
const login = { user: 'operator', password: 'lab-password & <sign>' };
let home: string;
let camera: RtspCamera;
let service: RunningHall;
let secretary: Line;
let bench: Line;
let call: Line;
const endings: (() => void)[] = [];

type Watch = Readonly<{ frames: Uint8Array[]; socket: WebSocket; isOver(): boolean }>;
/** Looks as a window of this line does; throws where the hall refuses. */
async function look(line: Line): Promise<Watch> {
  const { token } = await line.must('picture.open', { seatId });
  const socket = new WebSocket(`${service.address()}/v1/pictures`);
  const frames: Uint8Array[] = [];
  let isOver = false;
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (isBinary) frames.push(bytes);
  });
  socket.on('error', () => {});
  socket.on('close', () => (isOver = true));
  await once(socket, 'open');
  socket.send(JSON.stringify({ hello: 1, token }));
  endings.push(() => socket.terminate());
  return { frames, socket, isOver: () => isOver };
}
const flows = async (watch: Watch, what: string): Promise<void> => {
  const before = watch.frames.length;
  await until(() => watch.frames.length > before + 10, 12_000, what);
};

/** A busy machine may light the lamp a moment later. */
const isRecording = (): Promise<unknown> =>
  secretary.until(({ lamp }) => lamp.state === 'recording', 15_000, 'the lamp');

/** What a decoder makes of the pictures: Annex B with the parameter sets of the first. */
function decodedPictures(frames: readonly Uint8Array[]): number {
  const startCode = Buffer.from([0, 0, 0, 1]);
  const parts: Buffer[] = [];
  for (const frame of frames) {
    const picture = readLivePicture(frame)!;
    if (picture.description !== null) {
      const avcc = Buffer.from(picture.description);
      const spsLength = avcc.readUInt16BE(6);
      const ppsAt = 8 + spsLength + 1;
      parts.push(startCode, avcc.subarray(8, 8 + spsLength));
      parts.push(startCode, avcc.subarray(ppsAt + 2, ppsAt + 2 + avcc.readUInt16BE(ppsAt)));
    }
    const bytes = Buffer.from(picture.bytes);
    for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32BE(at))
      parts.push(startCode, bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)));
  }
  const args = ['-v', 'error', '-f', 'h264', '-i', '-', '-f', 'framemd5', '-'];
  const listed = execFileSync('ffmpeg', args, { input: Buffer.concat(parts), stdio: ['pipe', 'pipe', 'inherit'] });
  return listed.toString().match(/^\d+,/gm)?.length ?? 0;
}

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'tarazy-picture-'));
  camera = await startRtspCamera(login);
  service = spawnService(home, { TARAZY_TRAINING: '1' });
  secretary = await service.connect('console');
  bench = await service.connect('bench');
  call = await service.connect('call');
  for (const window of [secretary, bench, call])
    window.on('state.changed', ({ previewsAllowed, planNo }) => {
      if (!previewsAllowed) void window.ask('preview.closed', { planNo });
    });
  const recorder = await service.connect('recorder');
  const script = playRecorder(recorder, () => service.address(), new Map());
  endings.push(() => {
    script.drop();
    recorder.close();
  });
  const card: HallCard = {
    court: 'Court',
    hall: '1',
    seats: [
      {
        ...{ id: seatId, kind: 'camera', place: 'witness-view', name: '', gated: false },
        device: { path: 'network', url: camera.url, label: 'Camera' },
      },
    ],
  };
  await secretary.must('hall.set-up', { card });
  const control = await startOnvifCamera();
  endings.push(control.close);
  const address = { protocol: 'onvif', host: '127.0.0.1', port: control.port, ...login } as const;
  await secretary.must('camera.set-control', { seatId, address });
});
afterAll(async () => {
  for (const end of endings) end();
  for (const line of [secretary, bench, call]) line.close();
  await service.stop();
  await camera.stop();
  rmSync(home, { recursive: true, force: true });
});

test('nothing is watched while no device is open', async () => {
  for (const line of [secretary, bench, call])
    expect(await line.ask('picture.open', { seatId })).toMatchObject({ fault: { key: 'api.not-allowed' } });
});

test('a camera is seen before any hearing, as soon as the devices are open for the set-up, from a key picture on and in time', async () => {
  await secretary.must('hall.preview', { isWanted: true });
  const watch = await look(secretary);
  const lagsUs: number[] = [];
  watch.socket.on('message', (bytes: Buffer, isBinary) => {
    if (isBinary) lagsUs.push(systemClock.monotonicUs() - readLivePicture(bytes)!.atUs);
  });
  await until(() => watch.frames.length > 60, 20_000, 'two seconds of pictures');
  expect(isKeyPicture(watch.frames[0]!)).toBe(true);
  expect(decodedPictures(watch.frames)).toBe(watch.frames.length);
  // The record's chunks alone would be a fifth of a second later.
  expect(lagsUs.slice(-20).toSorted((one, other) => one - other)[10]!).toBeLessThan(200_000);
  watch.socket.terminate();
});

test('the password is in the arguments of no process but the camera', () => {
  const told = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
  expect(told.some((line) => line.includes('ffmpeg') && line.includes('concat'))).toBe(true);
  expect(told.filter((line) => line.includes('lab-password') && !line.includes('rtsp-camera.py'))).toEqual([]);
});

test('in a hearing console, bench and call see it; a closed session takes it from the call alone (P6)', async () => {
  const { hearingId } = await secretary.must('hearing.plan', { card: inventedCard });
  await secretary.must('hearing.check', { hearingId });
  await secretary.until(({ check }) => check?.state === 'done', 60_000, 'the check is done');
  await secretary.must('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await secretary.until(({ lamp }) => lamp.state === 'recording', 15_000, 'the lamp is lit');
  const [desk, judge, line] = [await look(secretary), await look(bench), await look(call)];
  for (const watch of [desk, judge, line]) await flows(watch, 'pictures');
  await isRecording();
  await secretary.must('session.close', { byOralOrder: false });
  await until(line.isOver, 1000, 'the call lost it');
  expect(await call.ask('picture.open', { seatId })).toMatchObject({ fault: { key: 'api.not-allowed' } });
  for (const watch of [desk, judge]) await flows(watch, 'pictures in the closed session');
  await secretary.must('session.reopen', { byOralOrder: false });
  await flows(await look(call), 'pictures after it');
});

test('L5: in deliberation nothing flows to a window that looked before, and none may look anew; afterwards it is there again', async () => {
  const all = [await look(secretary), await look(bench), await look(call)];
  for (const watch of all) await flows(watch, 'pictures');
  await secretary.must('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  const counts = all.map(({ frames }) => frames.length);
  expect(all.every((watch) => watch.isOver())).toBe(true);
  for (const line of [secretary, bench, call])
    expect(await line.ask('picture.open', { seatId })).toMatchObject({ fault: { key: 'api.not-allowed' } });
  await wait(1500);
  expect(all.map(({ frames }) => frames.length)).toEqual(counts);
  await secretary.must('hearing.resume', { byOralOrder: true });
  await secretary.until(({ lamp }) => lamp.state === 'recording', 15_000, 'the lamp is lit again');
  await flows(await look(bench), 'pictures again');
});

test('a service that is replaced hands the picture on again, from the same process that went on recording', async () => {
  const before = await look(bench);
  await flows(before, 'pictures');
  await service.stop('SIGKILL');
  service = spawnService(home, { TARAZY_TRAINING: '1' });
  await until(before.isOver, 1000, 'the window lost it');
  const old = secretary.state();
  const isBack = (): boolean => secretary.state() !== old && secretary.state()?.lamp.state === 'recording';
  await until(isBack, 80_000, 'the lamp is lit again');
  await flows(await look(bench), 'pictures of the next service');
});

test('a window that does not read costs the record nothing, and another one no picture', async () => {
  const [slow, quick] = [await look(secretary), await look(bench)];
  await flows(slow, 'pictures');
  slow.socket.pause();
  const before = quick.frames.length;
  await wait(4000);
  expect(quick.frames.length - before).toBeGreaterThan(60);
  await isRecording();
  await secretary.must('hearing.end', { byOralOrder: false });
  const { hearing } = await secretary.until((state) => state.hearing?.phase === 'ended', 15_000, 'the end');
  expect(await secretary.must('record.verify', { hearingId: hearing!.hearingId })).toMatchObject({ intact: true });
});
