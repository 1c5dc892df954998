import { expect, test } from 'vitest';
import { amongEqual, findSource, type SeenSource } from '#domain/device-identity.ts';

const source = (index: number, facts: Partial<SeenSource> = {}): SeenSource => ({
  index,
  source: `source-${String(index)}`,
  label: 'Microphone',
  serial: '',
  port: '',
  isMonitor: false,
  ...facts,
});
const seat = (facts: Readonly<{ label?: string; serial?: string; port?: string }> = {}) =>
  ({ path: 'browser', label: 'Microphone', deviceId: '', ...facts }) as const;
const indexOf = (found: SeenSource | null): number | null => found?.index ?? null;

test('a device keeps its seat by its serial number, at another port and under another name', () => {
  const sources = [
    source(1, { serial: 'B', port: 'usb-1' }),
    source(2, { serial: 'A', port: 'usb-2', label: 'Renamed' }),
  ];
  expect(indexOf(findSource(seat({ serial: 'A', port: 'usb-1' }), sources, true))).toBe(2);
});

test('another device of the same name is never taken for one that is missing', () => {
  expect(findSource(seat({ serial: 'A' }), [source(1, { serial: 'B' })], false)).toBeNull();
  expect(
    findSource(seat({ serial: 'A', port: 'usb-1' }), [source(1, { serial: 'B', port: 'usb-1' })], false),
  ).toBeNull();
  expect(findSource(seat({ port: 'usb-1' }), [source(1, { port: 'usb-2' })], true)).toBeNull();
});

test('equal devices are told apart by their ports, also when all bear one serial number', () => {
  const plain = [source(1, { port: 'usb-1' }), source(2, { port: 'usb-2' })];
  expect(indexOf(findSource(seat({ port: 'usb-2' }), plain, true))).toBe(2);
  const cheap = plain.map((each) => ({ ...each, serial: '000' }));
  expect(indexOf(findSource(seat({ serial: '000', port: 'usb-1' }), cheap, true))).toBe(1);
});

test('the only device of its kind may move to another port, and of two that nothing tells apart none is taken', () => {
  expect(indexOf(findSource(seat({ port: 'usb-1' }), [source(1, { port: 'usb-2' })], false))).toBe(1);
  expect(findSource(seat(), [source(1), source(2)], true)).toBeNull();
  expect(findSource(seat(), [source(1, { isMonitor: true })], false)).toBeNull();
});

test('a window is told the name and the place among equals', () => {
  const sources = [source(3, { label: 'Other' }), source(4), source(5, { isMonitor: true }), source(6)];
  expect(amongEqual(sources[3]!, sources)).toEqual({ label: 'Microphone', nth: 2, of: 2 });
});
