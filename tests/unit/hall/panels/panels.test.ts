import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from '#domain/faults.ts';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import { openPanels, type LightShow, type Panels } from '../../../../src/hall/panels/index.ts';
import { createLog } from '../../../../src/hall/plumbing/index.ts';
import { reportsOf, type HidReports } from '../../../fixtures/hid-reports.ts';
import { FixturePort, linkTo } from './fixture-port.ts';

/* The room over recorded devices: everything but the USB is the product's own. */

let folder: string;
let port: FixturePort;
let link: ReturnType<typeof linkTo>;
let panels: Panels;
let show: LightShow;
let faults: Fault['key'][];
const presses: string[] = [];
const pedal = reportsOf('foot-pedal');
const luxafor = {
  ...{ vendorId: 0x04d8, productId: 0xf372, interfaceNo: 0, serial: '', name: 'LUXAFOR FLAG' },
  usages: [{ page: 0xff00, usage: 1 }],
};

function open(): void {
  link = linkTo(port);
  panels = openPanels({
    file: path.join(folder, 'panels.json'),
    log: createLog(path.join(folder, 'logs')),
    start: link.start,
    lampNow: () => show,
    on: {
      pressed: (act, how) => presses.push(`${act} ${how}`),
      changed: () => {},
      fault: ({ key }) => faults.push(key),
      recovered: ({ key }) => faults.splice(faults.indexOf(key), 1),
    },
  });
}
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-panels-'));
  port = new FixturePort();
  show = 'off';
  faults = [];
  presses.length = 0;
  open();
});
afterEach(async () => {
  await panels.close();
  rmSync(folder, { recursive: true, force: true });
});

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function until(isSo: () => boolean, what: string, limitMs = 8000): Promise<void> {
  const endsMs = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > endsMs) throw new Error(`not in time: ${what}`);
    await wait(10);
  }
}
async function press(reports: HidReports, button: string, lastsMs = 0, at = '/usb/1'): Promise<void> {
  port.send(at, reports.report(button, 'down', 0));
  if (lastsMs > 0) await wait(lastsMs);
  port.send(at, reports.report(button, 'up', 0));
}
async function teach(act: PanelAct, button: string, at = '/usb/1'): Promise<void> {
  expect(panels.learn(act).ok).toBe(true);
  await until(() => port.isOpen(at), 'the device is listened to');
  await press(pedal, button, 0, at);
  await press(pedal, button, 0, at);
  await until(() => panels.shown().lastLearned?.act === act, `${act} is learned`);
  await until(() => panels.shown().panels.some(({ acts }) => acts.includes(act)), `${act} is shown`);
}

test('a device that nobody chose is not opened, and a keyboard not even while a button is learned', async () => {
  port.plug('/usb/1', pedal.device);
  port.plug('/usb/2', { ...pedal.device, productId: 1, usages: [{ page: 1, usage: 6 }] });
  await wait(1300);
  expect([port.isOpen('/usb/1'), port.isOpen('/usb/2')]).toEqual([false, false]);
  panels.learn('mark');
  await until(() => port.isOpen('/usb/1'), 'the pedal is listened to');
  expect(port.isOpen('/usb/2')).toBe(false);
  expect(panels.shown().learning).toMatchObject({ act: 'mark', seen: 0, wanted: 2, devices: 1 });
});

test('a pedal learns its act by two presses, does it from then on, and the file keeps it over a restart', async () => {
  port.plug('/usb/1', pedal.device);
  await teach('mark', 'left');
  expect(presses, 'presses that taught are no orders').toEqual([]);
  await press(pedal, 'left');
  await until(() => presses.length === 1, 'the press is told');
  await panels.close();
  open();
  await until(() => port.isOpen('/usb/1'), 'the pedal is held after the restart');
  await press(pedal, 'right');
  await press(pedal, 'left');
  await until(() => presses.length === 2, 'the press is told');
  expect(presses).toEqual(['mark pressed', 'mark pressed']);
});

test('the hearing is not begun by a short press, and is by one that lasts a second', async () => {
  port.plug('/usb/1', pedal.device);
  await teach('start', 'left');
  await press(pedal, 'left', 300);
  await until(() => presses.length === 1, 'the short press is told');
  port.send('/usb/1', pedal.report('left', 'down', 0));
  await until(() => presses.length === 2, 'the long press is told');
  port.send('/usb/1', pedal.report('left', 'up', 0));
  await wait(50);
  expect(presses).toEqual(['start too-short', 'start held']);
});

test('a pedal that is pulled out while it is held down begins nothing', async () => {
  port.plug('/usb/1', pedal.device);
  await teach('start', 'left');
  port.send('/usb/1', pedal.report('left', 'down', 0));
  port.unplug('/usb/1');
  await wait(1200);
  expect(presses).toEqual([]);
});

test('a pedal that is plugged in anew, at another path and socket, is the same one', async () => {
  port.plug('/usb/1', pedal.device);
  await teach('mark', 'left');
  port.unplug('/usb/1');
  await until(() => panels.shown().panels[0]?.state === 'gone', 'it is seen that it is gone');
  port.plug('/usb/7', pedal.device);
  await until(() => port.isOpen('/usb/7'), 'it is held again');
  await press(pedal, 'left', 0, '/usb/7');
  await until(() => presses.length === 1, 'the press is told');
});

test('one that stays away is told, and taken back when it comes; so is one that may not be opened', async () => {
  port.plug('/usb/1', pedal.device);
  await teach('mark', 'left');
  port.unplug('/usb/1');
  await until(() => faults.includes('panel.gone'), 'it is told that it is gone', 12_000);
  expect((await panels.probe.run()).map(({ kind, verdict, findings }) => ({ kind, verdict, findings }))).toEqual([
    { kind: 'panel', verdict: 'look', findings: ['panel-gone'] },
  ]);
  port.forbidden.add('/usb/1');
  port.plug('/usb/1', pedal.device);
  await until(() => panels.shown().panels[0]?.state === 'refused', 'the refusal is shown');
  expect((await panels.probe.run())[0]!.findings).toEqual(['panel-refused']);
  port.forbidden.clear();
  await until(() => port.isOpen('/usb/1') && faults.length === 0, 'it is held again');
  expect((await panels.probe.run())[0]).toMatchObject({ verdict: 'good', figures: { buttons: 1 } });
}, 30_000);

test('a button that gets a second act loses the first, and an act can be taken off', async () => {
  port.plug('/usb/1', pedal.device);
  await teach('mark', 'left');
  await teach('repeat-30', 'left');
  expect(panels.shown().panels[0]!.acts).toEqual(['repeat-30']);
  const { panelId } = panels.shown().panels[0]!;
  expect((await panels.unbind(panelId, 'repeat-30')).ok).toBe(true);
  expect((await panels.forget(panelId)).ok).toBe(true);
  expect(panels.shown().panels).toEqual([]);
  expect(await panels.forget(panelId)).toMatchObject({ ok: false, fault: { key: 'panel.unknown' } });
});

test('a lamp follows what it is told, blinks for attention, answers a test, and is put out at the end', async () => {
  port.plug('/usb/2', luxafor);
  await until(() => panels.shown().foundLights.length === 1, 'the lamp is found');
  expect(port.isOpen('/usb/2')).toBe(false);
  expect((await panels.keepLight('/usb/2')).ok).toBe(true);
  const colour = (): readonly number[] | undefined => port.lastOf('/usb/2')?.bytes.slice(3, 6);
  await until(() => colour()?.join() === '0,0,0', 'it is dark');
  show = 'recording';
  await until(() => colour()?.join() === '255,0,0', 'it is red');
  show = 'attention';
  await until(() => colour()?.join() === '255,120,0', 'it is amber');
  await until(() => colour()?.join() === '0,0,0', 'it blinks');
  const { panelId } = panels.shown().panels[0]!;
  expect((await panels.testLight(panelId)).ok).toBe(true);
  expect(colour()).toEqual([0, 0, 255]);
  show = 'recording';
  await until(() => colour()?.join() === '255,0,0', 'after the test it tells the truth again');
  expect((await panels.probe.run())[0]).toMatchObject({ verdict: 'good', findings: [] });
  await panels.close();
  expect(colour()).toEqual([0, 0, 0]);
});

test('a lamp is put out by the program when the service says nothing any more', async () => {
  port.plug('/usb/2', luxafor);
  await until(() => panels.shown().foundLights.length === 1, 'the lamp is found');
  await panels.keepLight('/usb/2');
  show = 'recording';
  const colour = (): readonly number[] | undefined => port.lastOf('/usb/2')?.bytes.slice(3, 6);
  await until(() => colour()?.join() === '255,0,0', 'it is red');
  link.fallSilent();
  await until(() => colour()?.join() === '0,0,0', 'it goes out');
});

test('a lamp that takes nothing is not called good', async () => {
  port.plug('/usb/2', luxafor);
  await until(() => panels.shown().foundLights.length === 1, 'the lamp is found');
  await panels.keepLight('/usb/2');
  await until(() => panels.shown().panels[0]?.light?.isAnswering === true, 'it answers');
  port.deaf.add('/usb/2');
  expect((await panels.probe.run())[0]).toMatchObject({ verdict: 'look', findings: ['light-silent'] });
  const tested = await panels.testLight(panels.shown().panels[0]!.panelId);
  expect(tested).toMatchObject({ ok: false, fault: { key: 'panel.light-silent' } });
});

test('a file that cannot be trusted is told, and the next word of a person writes a good one', async () => {
  await panels.close();
  const file = path.join(folder, 'panels.json');
  writeFileSync(file, '{"formatVersion":1,"panels":[{"panelId":"no"}]}');
  open();
  expect(panels.opened).toMatchObject({ ok: false, fault: { key: 'panel.file-broken' } });
  faults.push('panel.file-broken');
  port.plug('/usb/1', pedal.device);
  await teach('mark', 'left');
  await until(() => faults.length === 0, 'the fault is taken back');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ panels: [{ name: 'VEC USB Footpedal' }] });
});
