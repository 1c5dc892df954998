import { expect, test } from 'vitest';
import type { Seat } from '#domain/seats.ts';
import { deviceLook, firstPicture } from '../../../../renderer/call/local-media.ts';

const camera = (label: string): Seat =>
  ({ kind: 'camera', device: { path: 'browser', label, deviceId: '' } }) as unknown as Seat;
const network = (id: string): Seat =>
  ({ id, kind: 'camera', device: { path: 'network', url: '', label: id } }) as unknown as Seat;
const there = (kind: MediaDeviceKind, label: string) => ({ kind, label, deviceId: `id of ${label}` });

/** Which of them a call shows, where these are plugged in and these send. */
async function shownOf(
  cameras: readonly Seat[],
  found: Parameters<typeof firstPicture>[1],
  sending: readonly string[] = [],
): Promise<unknown> {
  const named = (name: string) => ({ name }) as unknown as MediaStream;
  const shown = await firstPicture(cameras, found, {
    openDevice: async (deviceId) => named(deviceId),
    openNetwork: async (seatId) => (sending.includes(seatId) ? named(seatId) : null),
  });
  return shown && (shown as unknown as { name: string }).name;
}

test('a call shows the first camera that is there, and not only the first of the hall', async () => {
  const seats = [camera('Judge'), camera('Hall')];
  expect(await shownOf(seats, [there('videoinput', 'Judge'), there('videoinput', 'Hall')])).toBe('id of Judge');
  expect(await shownOf(seats, [there('videoinput', 'Hall')])).toBe('id of Hall');
  expect(await shownOf(seats, [there('audioinput', 'Hall')])).toBeNull();
});

test('a camera of the network is there when it sends', async () => {
  const seats = [network('far'), camera('Hall'), network('near')];
  expect(await shownOf(seats, [there('videoinput', 'Hall')], ['far'])).toBe('far');
  expect(await shownOf(seats, [there('videoinput', 'Hall')])).toBe('id of Hall');
  expect(await shownOf(seats, [], ['near'])).toBe('near');
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
