import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CameraAddress } from '#contract/cameras.ts';
import type { SeatId } from '#domain/ids.ts';
import { cameraProbe, openCameras, type Cameras } from '../../../../src/hall/cameras/index.ts';
import type { Log } from '../../../../src/hall/plumbing/index.ts';
import { startOnvifCamera } from '../../../lab/cameras/onvif-camera.ts';
import { startViscaCamera, type ViscaBehaviour, type ViscaSimulator } from '../../../lab/cameras/visca-camera.ts';

/* The room with cameras of the laboratory on real sockets. */

const seat = 'witness-view' as SeatId;
const secret = 'lab-password & <sign>';
let folder = '';
let file = '';
let said: string[] = [];
let changes = 0;
let closing: (() => void)[] = [];
const say = (fields: object, event: string): void => void said.push(`${event} ${JSON.stringify(fields)}`);
const log: Log = { debug: say, info: say, warn: say, error: say, close: () => Promise.resolve() };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-cameras-'));
  file = path.join(folder, 'cameras.json');
  [said, changes] = [[], 0];
});
afterEach(() => {
  for (const close of closing) close();
  closing = [];
  rmSync(folder, { recursive: true });
});
function openRoom(): Cameras {
  const cameras = openCameras({ file, log, changed: () => (changes += 1) });
  closing.push(cameras.close);
  return cameras;
}
async function roomWithVisca(
  behaviour: Partial<ViscaBehaviour> = {},
): Promise<Readonly<{ cameras: Cameras; there: ViscaSimulator }>> {
  const there = await startViscaCamera(behaviour);
  closing.push(there.close);
  const cameras = openRoom();
  const address = { protocol: 'visca', host: '127.0.0.1', port: there.port, user: '', password: '' } as const;
  expect(await cameras.setControl(seat, address)).toMatchObject({ ok: true });
  return { cameras, there };
}

test('places get names and numbers of their own, are gone to by one order, and are there after a restart', async () => {
  const { cameras, there } = await roomWithVisca();
  expect(await cameras.storePreset(seat, null, 'Общий вид')).toEqual({ ok: true, value: '0' });
  await cameras.move(seat, { pan: 1, tilt: 0, zoom: 0 });
  expect(await cameras.storePreset(seat, null, 'Свидетель')).toEqual({ ok: true, value: '1' });
  expect(await cameras.goTo(seat, '0')).toMatchObject({ ok: true });
  expect(there.done.filter((each) => !each.startsWith('zoom'))).toEqual([
    'store 0',
    'turn 0203',
    'store 1',
    'recall 0',
  ]);
  expect(openRoom().shown()).toEqual([
    {
      seatId: seat,
      presets: [
        { token: '0', name: 'Общий вид' },
        { token: '1', name: 'Свидетель' },
      ],
      at: null,
      isMoving: false,
      fault: null,
    },
  ]);
});

test('while a camera moves the windows are told so, and a newer order goes before', async () => {
  const { cameras } = await roomWithVisca({ movesForMs: 400 });
  for (const name of ['one', 'two']) await cameras.storePreset(seat, null, name);
  const before = changes;
  const older = cameras.goTo(seat, '0');
  expect(cameras.shown()[0]).toMatchObject({ at: '0', isMoving: true });
  const newer = cameras.goTo(seat, '1');
  expect(await older).toMatchObject({ ok: true });
  expect(cameras.shown()[0]).toMatchObject({ at: '1', isMoving: true, fault: null });
  await newer;
  expect(cameras.shown()[0]).toMatchObject({ at: '1', isMoving: false, fault: null });
  expect(changes - before).toBe(3);
});

test('a camera that does not answer is told with its code, and the next order that goes well takes it back', async () => {
  const { cameras, there } = await roomWithVisca();
  await cameras.storePreset(seat, null, 'one');
  there.behaviour.isDead = true;
  expect(await cameras.goTo(seat, '0')).toMatchObject({ ok: false });
  expect(cameras.shown()[0]).toMatchObject({ at: null, isMoving: false, fault: { key: 'camera.silent' } });
  there.behaviour.isDead = false;
  await cameras.goTo(seat, '0');
  expect(cameras.shown()[0]).toMatchObject({ at: '0', fault: null });
});

test('a place that the hall does not have is not asked of the camera', async () => {
  const { cameras, there } = await roomWithVisca();
  expect(await cameras.goTo(seat, '4')).toMatchObject({ fault: { key: 'camera.preset-unknown' } });
  expect(await cameras.goTo('judge' as SeatId, '4')).toMatchObject({ fault: { key: 'camera.unknown' } });
  expect(there.done).toEqual([]);
});

test('a ninth place is refused before the camera keeps it', async () => {
  const { cameras, there } = await roomWithVisca();
  for (let no = 0; no < 8; no += 1) await cameras.storePreset(seat, null, `place ${String(no)}`);
  expect(await cameras.storePreset(seat, null, 'one more')).toMatchObject({ fault: { key: 'camera.presets-full' } });
  expect(there.done).toHaveLength(8);
});

test('the password lies in one file that nobody else may read, and nowhere else', async () => {
  const there = await startOnvifCamera();
  closing.push(there.close);
  const cameras = openRoom();
  const address: CameraAddress = {
    protocol: 'onvif',
    host: '127.0.0.1',
    port: there.port,
    user: 'operator',
    password: secret,
  };
  expect(await cameras.tryControl(seat, address)).toMatchObject({ ok: true });
  await cameras.setControl(seat, address);
  // Said once: the same address without it is the same camera.
  expect(await cameras.tryControl(seat, { ...address, password: null })).toMatchObject({ ok: true });
  await cameras.setControl(seat, { ...address, password: null });
  await cameras.namePresets(seat, [{ token: '77', name: 'Nowhere' }]);
  await cameras.goTo(seat, '77');
  expect(readFileSync(file, 'utf8')).toContain(secret);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  const told = JSON.stringify([cameras.shown(), cameras.controls(), said, there.asked]);
  expect(cameras.controls()).toMatchObject([{ user: 'operator', hasPassword: true }]);
  expect(told).not.toContain('lab-password');
  // Another host is another camera: it must not be handed the password of the first.
  const other = { ...address, host: 'localhost', password: null };
  expect(await cameras.tryControl(seat, other)).toMatchObject({ fault: { key: 'camera.login-refused' } });
});

test('a file that cannot be read is told as such and its words are not logged', () => {
  writeFileSync(file, `{"formatVersion":1,"cameras":[{"password":"${secret}"`);
  expect(openRoom().opened).toMatchObject({ ok: false, fault: { key: 'camera.file-broken' } });
  expect(said.join()).not.toContain('lab-password');
});

test('a camera is forgotten with its password', async () => {
  const { cameras } = await roomWithVisca();
  await cameras.setControl(seat, null);
  expect(cameras.shown()).toEqual([]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ formatVersion: 1, cameras: [] });
});

async function probed(cameras: Cameras): Promise<unknown> {
  const [item] = await cameraProbe(() => cameras).run();
  return item && { subject: item.subject, verdict: item.verdict, findings: item.findings };
}

test('the check drives a camera away and back, and it stands where it stood', async () => {
  const { cameras, there } = await roomWithVisca();
  await cameras.storePreset(seat, null, 'one');
  await cameras.move(seat, { pan: 1, tilt: 0, zoom: 0 });
  await cameras.storePreset(seat, null, 'two');
  expect(await probed(cameras)).toEqual({ subject: seat, verdict: 'good', findings: [] });
  expect(there.done.filter((each) => each.startsWith('recall'))).toEqual(['recall 1', 'recall 0', 'recall 1']);
  expect(cameras.shown()[0]).toMatchObject({ at: '1', isMoving: false });
});

test('the check names what is wrong with a camera', async () => {
  const { cameras, there } = await roomWithVisca();
  expect(await probed(cameras)).toMatchObject({ verdict: 'look', findings: ['camera-no-presets'] });
  for (const name of ['one', 'two']) await cameras.storePreset(seat, null, name);
  expect(await probed(cameras)).toMatchObject({ verdict: 'look', findings: ['camera-still'] });
  there.behaviour.refusesWith = 0x41;
  expect(await probed(cameras)).toMatchObject({ verdict: 'look', findings: ['camera-refuses'] });
  there.behaviour.isDead = true;
  expect(await probed(cameras)).toMatchObject({ verdict: 'look', findings: ['camera-silent'] });
});

test('a camera that lost a place of the hall is named', async () => {
  const there = await startOnvifCamera({ login: null });
  closing.push(there.close);
  const cameras = openRoom();
  await cameras.setControl(seat, { protocol: 'onvif', host: '127.0.0.1', port: there.port, user: '', password: '' });
  await cameras.namePresets(seat, [
    { token: '1', name: 'Whole hall' },
    { token: '2', name: 'Witness' },
  ]);
  expect(await probed(cameras)).toEqual({ subject: seat, verdict: 'good', findings: [] });
  await cameras.namePresets(seat, [{ token: '9', name: 'Gone' }]);
  expect(await probed(cameras)).toMatchObject({ findings: ['camera-preset-lost'] });
});

test('a camera that cannot be turned is kept for the login of its picture, and the check has nothing against it', async () => {
  const there = await startOnvifCamera({ login: null, canTurn: false });
  closing.push(there.close);
  const cameras = openRoom();
  await cameras.setControl(seat, { protocol: 'onvif', host: '127.0.0.1', port: there.port, user: 'a', password: 'b' });
  expect(await probed(cameras)).toEqual({ subject: seat, verdict: 'good', findings: [] });
  await cameras.namePresets(seat, [{ token: '9', name: 'Gone' }]);
  expect(await probed(cameras)).toMatchObject({ findings: ['camera-refuses'] });
});
