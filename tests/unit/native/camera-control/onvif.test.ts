import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openCameraControl, type CameraControl } from '../../../../native/camera-control/index.ts';
import { digestAuthorisation } from '../../../../native/camera-control/http-digest.ts';
import { readXml, textIn } from '../../../../native/camera-control/xml-tree.ts';
import { startOnvifCamera, type OnvifBehaviour, type OnvifSimulator } from '../../../lab/cameras/onvif-camera.ts';

/* A camera of the laboratory on a real HTTP server. */

const user = 'operator';
const password = 'lab-password & <sign>';
let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});
async function cameraThat(
  behaviour: Partial<OnvifBehaviour> = {},
  login = { user, password },
): Promise<Readonly<{ camera: CameraControl; there: OnvifSimulator }>> {
  const there = await startOnvifCamera(behaviour);
  const camera = openCameraControl({ protocol: 'onvif', host: '127.0.0.1', port: there.port, ...login });
  closing.push(there.close);
  return { camera, there };
}

test('a camera tells its places by name and goes to one of them', async () => {
  const { camera, there } = await cameraThat();
  expect(await camera.presets()).toEqual({
    ok: true,
    value: [
      { token: '1', name: 'Whole hall' },
      { token: '2', name: 'Witness' },
    ],
  });
  expect(await camera.goTo('2')).toMatchObject({ ok: true });
  expect(there.done.filter((each) => each.startsWith('Goto'))).toEqual(['GotoPreset 2']);
  expect(await camera.status()).toEqual({
    ok: true,
    value: { position: { pan: 0.4, tilt: -0.2, zoom: 0.5 }, isMoving: false },
  });
});

test('a camera that does not tell whether it moves is looked at twice', async () => {
  const { camera } = await cameraThat({ tellsMoveStatus: false, movesForMs: 700 });
  expect(await camera.goTo('2')).toMatchObject({ ok: true });
  expect(await camera.status()).toMatchObject({ value: { position: { pan: 0.4 } } });
});

test('what it looks at is stored under a name', async () => {
  const { camera } = await cameraThat();
  expect(await camera.store(null, 'Свидетель & <двое>')).toEqual({ ok: true, value: '3' });
  const presets = await camera.presets();
  expect(presets.ok && presets.value[2]).toEqual({ token: '3', name: 'Свидетель & <двое>' });
});

test('the password is never said in clear, whichever login the camera wants', async () => {
  for (const by of ['token', 'http'] as const) {
    const { camera, there } = await cameraThat({ login: { user, password, by } });
    expect(await camera.presets(), by).toMatchObject({ ok: true });
    expect(there.asked.join('\n')).not.toMatch(/lab-password/);
  }
});

test.each(['token', 'http'] as const)('a wrong password (%s) is told as such', async (by) => {
  const { camera } = await cameraThat({ login: { user, password, by } }, { user, password: 'another' });
  expect(await camera.presets()).toEqual({ ok: false, fault: { key: 'camera.login-refused', args: {} } });
});

test('a camera whose clock is years off is still spoken with', async () => {
  const { camera } = await cameraThat({ clockAheadMs: -3 * 365 * 86_400_000 });
  expect(await camera.presets()).toMatchObject({ ok: true });
});

test('its pictures are told without name and password, at the address that was set up', async () => {
  const { camera } = await cameraThat({
    streams: [
      { url: 'rtsp://127.0.0.1:554/main', encoding: 'H264' },
      { url: 'rtsp://127.0.0.1:554/fine', encoding: 'H265' },
    ],
  });
  const picture = { widthPx: 1280, heightPx: 720, frameRate: 25 };
  expect(await camera.streams()).toEqual({
    ok: true,
    value: [
      { ...picture, url: 'rtsp://127.0.0.1:554/main', encoding: 'H264' },
      { ...picture, url: 'rtsp://127.0.0.1:554/fine', encoding: 'H265' },
    ],
  });
});

test('a camera that cannot be turned says so, and still tells its pictures', async () => {
  const { camera } = await cameraThat({ canTurn: false });
  expect(await camera.goTo('1')).toEqual({ ok: false, fault: { key: 'camera.refused', args: { code: 'NoPTZ' } } });
  expect(await camera.streams()).toMatchObject({ ok: true });
});

test('what a camera does not know is told with its own code', async () => {
  const { camera } = await cameraThat();
  expect(await camera.goTo('77')).toEqual({ ok: false, fault: { key: 'camera.refused', args: { code: 'NoToken' } } });
});

test('a camera that never answers, one that is not there and a mere web page end each ask', async () => {
  const stuck = await cameraThat({ isStuck: true });
  expect(await stuck.camera.presets()).toMatchObject({ fault: { key: 'camera.silent' } });
  const page = await cameraThat({ isWebPage: true });
  expect(await page.camera.presets()).toMatchObject({ fault: { key: 'camera.not-understood' } });
  page.there.close();
  expect(await page.camera.presets()).toMatchObject({ fault: { key: 'camera.silent' } });
});

test('nobody is sent on to another address, who could read what is said', async () => {
  const trap = createServer((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end());
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  closing.push(() => trap.close());
  const { port } = trap.address() as AddressInfo;
  const camera = openCameraControl({ protocol: 'onvif', host: '127.0.0.1', port, user, password });
  expect(await camera.presets()).toMatchObject({ fault: { key: 'camera.silent' } });
});

test("the digest is RFC 7616's own example, by MD5 and by SHA-256", () => {
  const challenge = (algorithm: string): string =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
  const ask = { method: 'GET', path: '/dir/index.html', user: 'Mufasa', password: 'Circle of Life' };
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  expect(digestAuthorisation(challenge('MD5'), ask, cnonce)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
  expect(digestAuthorisation(challenge('SHA-256'), ask, cnonce)).toContain(
    'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
  );
  expect(digestAuthorisation('Basic realm="x"', ask)).toBeNull();
});

test('answers that would grow without end are no answers', () => {
  expect(readXml('<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>')).toBeNull();
  expect(readXml('<a>'.repeat(100))).toBeNull();
  expect(readXml('<a><b>')).toBeNull();
  expect(textIn(readXml('<x:a xmlns:x="y"><x:b> one </x:b></x:a>'), 'b')).toBe('one');
});
