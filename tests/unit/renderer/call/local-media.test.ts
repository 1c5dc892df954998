import { expect, test } from 'vitest';
import type { Seat } from '#domain/seats.ts';
import { deviceLook, firstDeviceOf } from '../../../../renderer/call/local-media.ts';

const camera = (label: string): Seat =>
  ({ kind: 'camera', device: { path: 'browser', label, deviceId: '' } }) as unknown as Seat;
const there = (kind: MediaDeviceKind, label: string) => ({ kind, label, deviceId: `id of ${label}` });

test('a call shows the first camera that is there, and not only the first of the hall', () => {
  const seats = [camera('Judge'), camera('Hall')];
  expect(firstDeviceOf(seats, [there('videoinput', 'Judge'), there('videoinput', 'Hall')])).toBe('id of Judge');
  expect(firstDeviceOf(seats, [there('videoinput', 'Hall')])).toBe('id of Hall');
  expect(firstDeviceOf(seats, [there('audioinput', 'Hall')])).toBeNull();
});

test('however often a device is looked for, others are opened only for the first look', async () => {
  let [listed, opened] = [0, 0];
  const look = deviceLook({
    enumerateDevices: () => Promise.resolve((listed += 1) > 0 ? [there('audioinput', 'Judge')] : []),
    getUserMedia: () => Promise.reject(new Error(`refused ${String((opened += 1))}`)),
  } as unknown as MediaDevices);
  await Promise.all([look(), look()]);
  const openedFirst = opened;
  for (let again = 0; again < 5; again += 1) await look();
  expect(openedFirst).toBe(2);
  expect(opened).toBe(openedFirst);
});
