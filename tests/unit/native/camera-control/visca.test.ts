import { afterEach, expect, test } from 'vitest';
import { openCameraControl, type CameraControl } from '../../../../native/camera-control/index.ts';
import { readPanTilt, readViscaPacket, viscaWords } from '../../../../native/camera-control/visca-words.ts';
import { startViscaCamera, type ViscaBehaviour, type ViscaSimulator } from '../../../lab/cameras/visca-camera.ts';

/* A camera of the laboratory on a real UDP socket. */

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});
async function cameraThat(
  behaviour: Partial<ViscaBehaviour> = {},
): Promise<Readonly<{ camera: CameraControl; there: ViscaSimulator }>> {
  const there = await startViscaCamera(behaviour);
  const address = { protocol: 'visca', host: '127.0.0.1', port: there.port, user: '', password: '' } as const;
  const camera = openCameraControl(address);
  closing.push(camera.close, there.close);
  return { camera, there };
}

test('a camera goes to its memory and says when it is there', async () => {
  const { camera, there } = await cameraThat();
  expect(await camera.goTo('2')).toEqual({ ok: true, value: undefined });
  expect(there.done).toEqual(['recall 2']);
  const status = await camera.status();
  expect(status).toEqual({ ok: true, value: { position: { pan: 600, tilt: -200, zoom: 2000 }, isMoving: false } });
});

test('what it looks at is stored and found again', async () => {
  const { camera, there } = await cameraThat();
  await camera.goTo('3');
  expect(await camera.store('5', '')).toEqual({ ok: true, value: '5' });
  await camera.goTo('1');
  await camera.goTo('5');
  expect(there.done).toEqual(['recall 3', 'store 5', 'recall 1', 'recall 5']);
  expect(await camera.status()).toMatchObject({ value: { position: { pan: 900 } } });
});

test('a command that is lost on the way is said again', async () => {
  const { camera, there } = await cameraThat({ losesAsked: 2 });
  expect(await camera.goTo('1')).toMatchObject({ ok: true });
  expect(there.done).toEqual(['recall 1']);
});

test('a command whose acknowledgement is lost is carried out once, and the camera is asked whether it is there', async () => {
  const { camera, there } = await cameraThat();
  await camera.presets();
  there.behaviour.losesAcknowledgements = 1;
  const stored = await camera.store('4', '');
  expect(stored).toMatchObject({ ok: true });
  expect(there.done).toEqual(['store 4']);
});

test('a camera that was switched off and on counts anew, and obeys all the same', async () => {
  const { camera, there } = await cameraThat();
  await camera.goTo('1');
  there.restart();
  expect(await camera.goTo('2')).toMatchObject({ ok: true });
  expect(there.done).toEqual(['recall 1', 'recall 2']);
});

test('what a camera refuses is told with its code', async () => {
  const { camera } = await cameraThat({ refusesWith: 0x41 });
  expect(await camera.goTo('1')).toEqual({ ok: false, fault: { key: 'camera.refused', args: { code: '41' } } });
});

test('a camera that does not answer is told so, and one that comes back is obeyed again', async () => {
  const { camera, there } = await cameraThat({ isDead: true });
  expect(await camera.presets()).toEqual({ ok: false, fault: { key: 'camera.silent', args: {} } });
  there.behaviour.isDead = false;
  expect(await camera.presets()).toMatchObject({ ok: true });
});

test('a port at which nobody listens is silent, and at once', async () => {
  const { camera, there } = await cameraThat();
  there.close();
  closing.pop();
  expect(await camera.goTo('1')).toMatchObject({ ok: false, fault: { key: 'camera.silent' } });
});

test('a camera can be stopped while it moves', async () => {
  const { camera, there } = await cameraThat({ movesForMs: 3000 });
  const going = camera.goTo('6');
  while (there.done.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await camera.stop()).toMatchObject({ ok: true });
  expect(there.done).toEqual(['recall 6', 'turn 0303', 'zoom 0']);
  camera.close();
  await going;
});

test('a push ends by itself', async () => {
  const { camera, there } = await cameraThat();
  await camera.move({ pan: 1, tilt: 0, zoom: 0 });
  expect(there.done).toEqual(['turn 0203', 'zoom 0']);
  while (there.done.length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(there.done.slice(2)).toEqual(['turn 0303', 'zoom 0']);
});

test('positions are signed, in four bits a byte, with four or five bytes of pan', () => {
  expect(readPanTilt(Buffer.from([0xf, 0xf, 0xf, 0xe, 0, 0, 1, 0]))).toEqual({ pan: -2, tilt: 16 });
  expect(readPanTilt(Buffer.from([0, 0, 0, 1, 0, 0xf, 0xf, 0xf, 0xf]))).toEqual({ pan: 16, tilt: -1 });
  expect(readPanTilt(Buffer.from([1, 2, 3]))).toBeNull();
});

test('a left push turns left and a right one right, up is up', () => {
  expect(viscaWords.turn({ pan: -1, tilt: 1, zoom: 0 }).toString('hex')).toBe('8101060118140101ff');
  expect(viscaWords.turn({ pan: 0.5, tilt: -0.5, zoom: 0 }).toString('hex')).toBe('81010601' + '0c0a' + '0202ff');
});

test.each(['', '0111000a00000001', '011100030000000190', '01110003000000019041ff00'])(
  'bytes that are no packet (%s) are none',
  (hex) => {
    expect(readViscaPacket(Buffer.from(hex, 'hex'))).toBeNull();
  },
);
