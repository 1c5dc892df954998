import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Seat } from '#domain/seats.ts';
import { openSoundServer } from '../../native/sound-server/index.ts';
import { systemClock } from '../../src/hall/plumbing/index.ts';
import { RouteWatch } from '../../src/hall/recorder/route-watch.ts';
import { startPrivateSoundServer, type PrivateSoundServer } from './private-sound-server.ts';
import { browserSeat, until } from './recorder-stage.ts';

let sound: PrivateSoundServer;
const modules = new Map<string, string>();
const listeners: ChildProcess[] = [];
let watch: RouteWatch | null = null;
/** Whose streams are the hall's own. */
let roots: readonly number[] = [process.pid];

type Told = { lost: string[]; back: string[] };

async function plug(name: string, label = `Microphone ${name}`): Promise<void> {
  modules.set(
    name,
    await sound.pactl(
      'load-module',
      'module-remap-source',
      'master=wire.monitor',
      `source_name=${name}`,
      `source_properties="device.description='${label}' device.bus_path=usb-${name}"`,
    ),
  );
}
const unplug = (name: string): Promise<string> => sound.pactl('unload-module', modules.get(name)!);

beforeAll(async () => {
  sound = await startPrivateSoundServer();
  await sound.pactl('load-module', 'module-null-sink', 'sink_name=wire');
  await plug('one');
  await plug('two');
});
afterAll(() => sound.stop());
afterEach(() => {
  roots = [process.pid];
  watch?.stop();
  for (const listener of listeners.splice(0)) listener.kill('SIGKILL');
});

function listen(name: string): void {
  listeners.push(spawn('parec', ['-d', name, '--raw'], { stdio: 'ignore' }));
}

function follow(...seats: Seat[]): Readonly<{ routes: RouteWatch; told: Told }> {
  const told: Told = { lost: [], back: [] };
  const routes = new RouteWatch(openSoundServer(), {
    nowUs: systemClock.monotonicUs,
    roots: () => roots,
    lost: (seat, how) => told.lost.push(`${seat.id} ${how}`),
    back: (seat) => told.back.push(seat.id),
    isWaiting: () => false,
    proven: () => {},
    deaf: () => {},
  });
  watch = routes;
  routes.follow(seats);
  return { routes, told };
}
const seat = (name: string): Seat => {
  const plain = browserSeat(name, 'microphone');
  return { ...plain, device: { path: 'browser', label: `Microphone ${name}`, deviceId: '' } };
};
const ageMs = (routes: RouteWatch, which: Seat): number =>
  (systemClock.monotonicUs() - routes.provenToUs(which.id)) / 1000;
const wait = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs));

test('sound is proven while the stream stays, and not one moment beyond its move to another microphone', async () => {
  const one = seat('one');
  const { routes, told } = follow(one);
  await routes.heard(2000);
  listen('one');
  await until('the proof', () => ageMs(routes, one) < 400);
  const unpluggedUs = systemClock.monotonicUs();
  await unplug('one');
  await until('the loss', () => told.lost.length > 0, 5000);
  expect(told.lost).toEqual(['one gone']);
  await wait(400);
  expect(routes.provenToUs(one.id)).toBeLessThanOrEqual(unpluggedUs);
  await plug('one');
  await until('it is back', () => told.back.length > 0, 1000);
  // The old stream still hears the other microphone; nothing is proven until somebody listens to the right one.
  await wait(400);
  expect(routes.provenToUs(one.id)).toBeLessThanOrEqual(unpluggedUs);
  listen('one');
  await until('the proof', () => ageMs(routes, one) < 400);
});

test('a stream of windows that the service does not know yet is proven as soon as it knows them', async () => {
  const one = seat('one');
  roots = [];
  const { routes, told } = follow(one);
  await routes.heard(2000);
  listen('one');
  await wait(600);
  expect(routes.provenToUs(one.id)).toBe(Number.NEGATIVE_INFINITY);
  roots = [process.pid];
  await until('the proof', () => ageMs(routes, one) < 400);
  expect(told.lost).toEqual([]);
});

test('a stream that is moved while its microphone stays is told, a new default that moves nothing is not', async () => {
  const one = seat('one');
  const two = seat('two');
  const { routes, told } = follow(one, two);
  await routes.heard(2000);
  expect(await sound.pactl('get-default-source')).toBe('tarazy_nowhere.monitor');
  // One after the other, because the first stream of the server's list is to be this one.
  listen('one');
  await until('the proof', () => ageMs(routes, one) < 400);
  listen('two');
  await until('the proof', () => ageMs(routes, two) < 400);
  await sound.pactl('set-default-source', 'two');
  await wait(300);
  expect(told.lost).toEqual([]);
  // PulseAudio moves whoever listens to the old default, also those who asked for that very microphone (measured).
  await sound.pactl('set-default-source', 'one');
  await until('the move', () => told.lost.length > 0, 1000);
  expect(told.lost).toEqual(['two moved']);
  const [stream] = (await sound.pactl('list', 'short', 'source-outputs'))
    .split('\n')
    .filter((line) => line.split('\t')[2] !== '-');
  await sound.pactl('move-source-output', stream!.split('\t')[0]!, 'two');
  await until('the move', () => told.lost.length > 1, 1000);
  expect(told.lost).toEqual(['two moved', 'one moved']);
});

test('two equal microphones are told apart by their ports, whichever was plugged in last', async () => {
  await plug('left', 'Twin');
  await plug('right', 'Twin');
  const twin = (name: string): Seat => {
    const plain = browserSeat(name, 'microphone');
    return { ...plain, device: { path: 'browser', label: 'Twin', deviceId: '', port: `usb-${name}` } };
  };
  const { routes } = follow(twin('left'), twin('right'));
  await routes.heard(2000);
  expect(routes.among(twin('left'))).toEqual({ label: 'Twin', nth: 1, of: 2 });
  await unplug('left');
  await until('one is left', () => routes.among(twin('right'))?.of === 1, 1000);
  expect(routes.among(twin('left'))).toBeNull();
  await plug('left', 'Twin');
  await until('both are there', () => routes.among(twin('left')) !== null, 1000);
  expect(routes.among(twin('left'))).toEqual({ label: 'Twin', nth: 2, of: 2 });
});
