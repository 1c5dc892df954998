/*
 * Runs inside the virtual machine: the room of the product, its program and the unmodified node-hid on one side, devices of the
 * kernel on the other. Says one JSON line, `HID {…}`, with what was seen.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import { openPanels, type LightShow } from '../../src/hall/panels/index.ts';
import { createLog } from '../../src/hall/plumbing/index.ts';
import type { DeviceName, DeviceOrder, DeviceSays } from './devices-program.ts';

const folder = '/run/hid';
mkdirSync(folder, { recursive: true });
const file = path.join(folder, 'panels.json');
const logs = path.join(folder, 'logs');

const devices: ChildProcess = fork(path.join(import.meta.dirname, 'devices-program.ts'), {
  // A read of the kernel waits on a thread for as long as nothing is said, one for each device.
  env: { ...process.env, UV_THREADPOOL_SIZE: '32' },
});
const answers = new Map<number, (isOpen: boolean) => void>();
const taken: { device: DeviceName; bytes: readonly number[]; atMs: number }[] = [];
devices.on('message', (said: DeviceSays) => {
  if ('answers' in said) answers.get(said.answers)?.(said.isOpen);
  else taken.push({ ...said, atMs: performance.now() });
});
let lastNo = 0;
function order(what: DeviceOrder['do'], device: DeviceName, bytes: readonly number[] = []): Promise<boolean> {
  lastNo += 1;
  const no = lastNo;
  devices.send({ no, do: what, device, bytes } satisfies DeviceOrder);
  return new Promise((resolve) => answers.set(no, resolve));
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const seen: Record<string, number | boolean | string> = {};
const failures: string[] = [];
/** Waits until it is so; answers after how many milliseconds, or -1 and a failure. */
async function until(what: string, isSo: () => boolean, limitMs = 30_000): Promise<number> {
  const beganMs = performance.now();
  while (!isSo()) {
    if (performance.now() - beganMs > limitMs) {
      failures.push(what);
      return -1;
    }
    await wait(5);
  }
  return Math.round(performance.now() - beganMs);
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? -1;

let show: LightShow = 'off';
const presses: string[] = [];
let pressedMs = 0;
const panels = open();
function open(): ReturnType<typeof openPanels> {
  return openPanels({
    file,
    log: createLog(logs),
    lampNow: () => show,
    on: {
      pressed(act, how) {
        presses.push(`${act} ${how}`);
        pressedMs = performance.now();
      },
      changed: () => {},
      fault: ({ key }) => process.stdout.write(`${key}\n`),
      recovered: () => {},
    },
  });
}
const stateOf = (name: string): string => panels.shown().panels.find((each) => each.name.includes(name))?.state ?? '';
const actsOf = (name: string): readonly PanelAct[] =>
  panels.shown().panels.find((each) => each.name.includes(name))?.acts ?? [];
/** The last report that said something of a colour. */
const lastOf = (device: DeviceName, isOf: (bytes: readonly number[]) => boolean) =>
  taken.findLast((each) => each.device === device && isOf(each.bytes));
const luxColour = (): string =>
  lastOf('luxafor', ([mode]) => mode === 1)
    ?.bytes.slice(2, 5)
    .join() ?? '';
const blinkColour = (): string =>
  lastOf('blink', (bytes) => bytes[1] === 0x6e)
    ?.bytes.slice(2, 5)
    .join() ?? '';

/** Whether any process holds the raw device of this product; the kernel's own console opens keyboards too, another way. */
function isRawOpen(product: string): boolean {
  const raw = readdirSync('/sys/class/hidraw').find((name) =>
    readFileSync(`/sys/class/hidraw/${name}/device/uevent`, 'utf8').includes(product),
  );
  if (raw === undefined) throw new Error(`the kernel made no device of ${product}`);
  const linksOf = (pid: string): readonly string[] => {
    try {
      return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      // It ended, or closed what was just listed.
      return [];
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => linksOf(pid).includes(`/dev/${raw}`));
}

/** The button is taught by two presses, once the device is listened to. */
async function teach(act: PanelAct, byte: number): Promise<void> {
  panels.learn(act);
  await until(`the pedal is listened to for ${act}`, () => panels.shown().learning?.devices !== 0);
  for (const each of [byte, 0, byte, 0]) {
    await order('send', 'pedal', [each, 0]);
    await wait(60);
  }
  await until(`${act} is learned`, () => actsOf('Footpedal').includes(act));
  await until('the pedal is ready', () => stateOf('Footpedal') === 'ready');
  await wait(300);
}

async function pedal(): Promise<void> {
  await order('plug', 'luxafor');
  // Node needs long to begin on a machine that is emulated.
  await until('the program lists devices', () => panels.shown().foundLights.length === 1, 120_000);
  await order('plug', 'pedal');
  await order('plug', 'keyboard');
  await wait(2500);
  seen['isUnaskedPedalOpen'] = isRawOpen('VEC USB Footpedal');
  panels.learn('mark');
  await until('the devices are listened to', () => panels.shown().learning?.devices === 2);
  seen['isKeyboardOpen'] = isRawOpen('Sample keyboard');
  await teach('mark', 1);
  const tookMs: number[] = [];
  for (let at = 0; at < 100; at += 1) {
    const before = presses.length;
    const sentMs = performance.now();
    await order('send', 'pedal', [1, 0]);
    if ((await until(`press ${at}`, () => presses.length > before, 3000)) >= 0) tookMs.push(pressedMs - sentMs);
    await order('send', 'pedal', [0, 0]);
    await wait(170);
  }
  seen['presses'] = tookMs.length;
  seen['pressMedianMs'] = Math.round(median(tookMs));
  seen['pressWorstMs'] = Math.round(Math.max(...tookMs));
  await teach('start', 2);
  presses.length = 0;
  await order('send', 'pedal', [2, 0]);
  await wait(300);
  await order('send', 'pedal', [0, 0]);
  await until('a short press is told', () => presses.length === 1);
  await order('send', 'pedal', [2, 0]);
  await until('a long press is told', () => presses.length === 2);
  await order('send', 'pedal', [0, 0]);
  await wait(100);
  // Held down and pulled out: nothing may begin.
  await order('send', 'pedal', [2, 0]);
  await wait(100);
  const pulledMs = performance.now();
  await order('unplug', 'pedal');
  await until('the pedal is gone', () => stateOf('Footpedal') === 'gone');
  seen['goneMs'] = Math.round(performance.now() - pulledMs);
  await wait(1300);
  seen['holds'] = presses.join(', ');
  const before = performance.now();
  await order('plug', 'pedal');
  await until('the pedal is back', () => stateOf('Footpedal') === 'ready');
  let isHeld = false;
  while (!isHeld && performance.now() - before < 15_000) isHeld = await order('is-open', 'pedal');
  seen['replugMs'] = Math.round(performance.now() - before);
  presses.length = 0;
  await wait(100);
  await order('send', 'pedal', [1, 0]);
  await order('send', 'pedal', [0, 0]);
  await until('the pedal acts again', () => presses.join() === 'mark pressed');
}

async function lamps(): Promise<void> {
  await order('plug', 'blink');
  await until('both lamps are found', () => panels.shown().foundLights.length === 2);
  for (const { path: at } of panels.shown().foundLights) await panels.keepLight(at);
  await until('the lamps are dark', () => luxColour() === '0,0,0' && blinkColour() === '0,0,0');
  show = 'recording';
  seen['redMs'] = await until('the lamps are red', () => luxColour() === '255,0,0' && blinkColour() === '255,0,0');
  const hasLimit = (): boolean =>
    lastOf('blink', (bytes) => bytes[1] === 0x44)
      ?.bytes.slice(1, 5)
      .join() === '68,1,1,44';
  await until('blink(1) was told its limit', hasLimit);
  seen['hasTickle'] = hasLimit();
  const items = await panels.probe.run();
  seen['probe'] = items.map(({ verdict }) => verdict).join(' ');
  show = 'off';
  seen['darkMs'] = await until('the lamps are dark again', () => luxColour() === '0,0,0' && blinkColour() === '0,0,0');
}

async function xKeys(): Promise<void> {
  await order('plug', 'panel');
  await until('the key panel is found', () => panels.shown().foundLights.some(({ name }) => name.includes('XK-24')));
  const found = panels.shown().foundLights.find(({ name }) => name.includes('XK-24'));
  if (found !== undefined) await panels.keepLight(found.path);
  await until('the key panel is ready', () => stateOf('XK-24') === 'ready');
  panels.learn('repeat-30');
  await until('the key panel is listened to', () => (panels.shown().learning?.devices ?? 0) > 0);
  await wait(300);
  let stamp = 0x1f3a2;
  const press = async (byte: number): Promise<void> => {
    stamp += 137;
    await order('send', 'panel', [
      0,
      0,
      byte,
      0,
      0,
      0,
      (stamp >> 24) & 255,
      (stamp >> 16) & 255,
      (stamp >> 8) & 255,
      stamp & 255,
    ]);
    await wait(60);
  };
  for (let at = 0; at < 4; at += 1) for (const byte of [1, 0]) await press(byte);
  await until('a key is learned', () => actsOf('XK-24').includes('repeat-30'));
  await wait(300);
  presses.length = 0;
  await press(1);
  await press(0);
  await until('the key acts', () => presses.join() === 'repeat-30 pressed');
  show = 'recording';
  await until(
    'the red of all keys is on',
    () => (lastOf('panel', (bytes) => bytes[0] === 182 && bytes[1] === 1)?.bytes[2] ?? 0) === 255,
  );
  show = 'off';
  await until('and off', () => lastOf('panel', (bytes) => bytes[0] === 182 && bytes[1] === 1)?.bytes[2] === 0);
  await order('unplug', 'panel');
  seen['panelGoneMs'] = await until('the key panel is gone', () => stateOf('XK-24') === 'gone');
  await order('plug', 'panel');
  seen['panelBackMs'] = await until('the key panel is back', () => stateOf('XK-24') === 'ready');
}

/** The service dies without a word while its lamp says recording. */
async function death(): Promise<void> {
  await panels.close();
  await until('the lamp is dark after a proper end', () => luxColour() === '0,0,0');
  const service = spawn(process.execPath, [path.join(import.meta.dirname, 'lit-lamp.ts'), file, logs], {
    stdio: 'inherit',
  });
  await until('the other service says recording', () => luxColour() === '255,0,0', 120_000);
  service.kill('SIGKILL');
  seen['darkAfterDeathMs'] = await until(
    'the lamp goes out when its service was killed',
    () => luxColour() === '0,0,0',
  );
  await wait(1500);
  const silent = spawn(process.execPath, [path.join(import.meta.dirname, 'lit-lamp.ts'), file, logs], {
    stdio: 'inherit',
  });
  await until('the third service says recording', () => luxColour() === '255,0,0', 120_000);
  silent.kill('SIGSTOP');
  seen['darkAfterSilenceMs'] = await until(
    'the lamp goes out when its service stands still',
    () => luxColour() === '0,0,0',
  );
  silent.kill('SIGKILL');
}

for (const part of [pedal, lamps, xKeys, death]) {
  try {
    await part();
  } catch (error) {
    failures.push(`${part.name}: ${String(error)}`);
  }
}
process.stdout.write(`HID ${JSON.stringify({ seen, failures })}\n`);
devices.kill();
process.exit(0);
