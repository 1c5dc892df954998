import { afterEach, expect, test, vi } from 'vitest';
import type { SeatId } from '#domain/ids.ts';
import {
  createPreviewKeeper,
  type OpenNetworkPicture,
  type Previews,
  type WantedDevice,
} from '../../../../renderer/ui/preview-keeper.ts';

const judge: WantedDevice = { key: 'judge', kind: 'microphone', deviceId: 'm1', label: 'Microphone 1' };
const view: WantedDevice = { key: 'bench-view', kind: 'camera', deviceId: 'c1', label: 'Camera 1' };

const seatId = 'witness-view' as SeatId;
const network: WantedDevice = {
  ...{ key: 'witness-view', kind: 'camera', deviceId: 'rtsp://10.0.0.7/main', label: 'Camera 2', network: seatId },
};

type Asked = { constraints: MediaStreamConstraints; give: () => void; refuse: () => void };

/** Devices that answer when the test says so, like a camera that takes a second to open. */
function slowDevices() {
  const asked: Asked[] = [];
  const live = new Set<object>();
  const tracks: EventTarget[] = [];
  const devices = {
    enumerateDevices: () =>
      Promise.resolve([
        { kind: 'audioinput', deviceId: 'm1', label: 'Microphone 1' },
        { kind: 'videoinput', deviceId: 'c1', label: 'Camera 1' },
      ] as MediaDeviceInfo[]),
    getUserMedia: (constraints: MediaStreamConstraints = {}) =>
      new Promise<MediaStream>((resolve, reject) => {
        asked.push({
          constraints,
          give: () => {
            const track = Object.assign(new EventTarget(), { stop: () => live.delete(track) });
            live.add(track);
            tracks.push(track);
            resolve({ getTracks: () => [track] } as unknown as MediaStream);
          },
          refuse: () => reject(new Error('NotReadableError')),
        });
      }),
  };
  return { devices, asked, live, tracks };
}

function keeperOf(
  devices: ReturnType<typeof slowDevices>['devices'],
  openNetwork: OpenNetworkPicture = () => Promise.resolve(null),
) {
  const told: number[] = [];
  let newest: Previews = new Map();
  const keeper = createPreviewKeeper({
    devices,
    openNetwork,
    size: { width: 320, height: 180, frameRate: 15 },
    changed: (previews) => (newest = previews),
    tellClosed: (planNo) => told.push(planNo),
  });
  return { keeper, told, shown: () => newest };
}

afterEach(() => {
  vi.useRealTimers();
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('L5: stops every track before it says that it holds none', async () => {
  const { devices, asked, live } = slowDevices();
  const { keeper, told, shown } = keeperOf(devices);
  keeper.follow({ isAllowed: true, planNo: 4, wanted: [judge, view] });
  await settle();
  asked.forEach(({ give }) => give());
  await settle();
  expect(live.size).toBe(2);
  expect(shown().get('judge')?.stream).not.toBeNull();

  keeper.follow({ isAllowed: false, planNo: 5, wanted: [judge, view] });
  expect(live.size).toBe(0);
  expect(told).toEqual([]);
  await settle();
  expect(told).toEqual([5]);
  expect(shown().size).toBe(0);
});

test('L5: waits for a device that was still being opened, closes it, and only then says so', async () => {
  const { devices, asked, live } = slowDevices();
  const { keeper, told } = keeperOf(devices);
  keeper.follow({ isAllowed: true, planNo: 4, wanted: [view] });
  await settle();
  keeper.follow({ isAllowed: false, planNo: 5, wanted: [view] });
  await settle();
  expect(told).toEqual([]);
  asked[0]?.give();
  await settle();
  expect(live.size).toBe(0);
  expect(told).toEqual([5]);
});

test('L5: says that it holds none also when it never held any, once for each plan', async () => {
  const { devices } = slowDevices();
  const { keeper, told } = keeperOf(devices);
  for (const planNo of [7, 7, 8]) keeper.follow({ isAllowed: false, planNo, wanted: [judge] });
  await settle();
  keeper.follow({ isAllowed: false, planNo: 8, wanted: [judge] });
  await settle();
  expect(told.at(-1)).toBe(8);
  expect(told.filter((planNo) => planNo === 8)).toHaveLength(1);
});

test('L5: answers again when the line to the hall was new', async () => {
  const { devices } = slowDevices();
  const { keeper, told } = keeperOf(devices);
  keeper.follow({ isAllowed: false, planNo: 7, wanted: [] });
  await settle();
  keeper.forgetTold();
  keeper.follow({ isAllowed: false, planNo: 7, wanted: [] });
  await settle();
  expect(told).toEqual([7, 7]);
});

test('asks for a small picture and for sound as it is', async () => {
  const { devices, asked } = slowDevices();
  keeperOf(devices).keeper.follow({ isAllowed: true, planNo: 1, wanted: [judge, view] });
  await settle();
  expect(asked.map(({ constraints }) => constraints)).toEqual([
    { audio: { deviceId: { exact: 'm1' }, echoCancellation: false, noiseSuppression: false, autoGainControl: false } },
    { video: { deviceId: { exact: 'c1' }, width: 320, height: 180, frameRate: 15 } },
  ]);
});

test('finds a device by its label when its id has changed', async () => {
  const { devices, asked } = slowDevices();
  keeperOf(devices).keeper.follow({
    isAllowed: true,
    planNo: 1,
    wanted: [{ ...view, deviceId: 'from another profile' }],
  });
  await settle();
  expect(asked[0]?.constraints.video).toMatchObject({ deviceId: { exact: 'c1' } });
});

test('shows a device that does not open as failed and goes on with the others', async () => {
  const { devices, asked } = slowDevices();
  const { keeper, shown } = keeperOf(devices);
  keeper.follow({ isAllowed: true, planNo: 1, wanted: [judge, view] });
  await settle();
  asked[0]?.refuse();
  asked[1]?.give();
  await settle();
  expect(shown().get('judge')).toEqual({ stream: null, hasFailed: true });
  expect(shown().get('bench-view')?.stream).not.toBeNull();
});

test('shows a camera again that was gone, and one that did not open at first', async () => {
  vi.useFakeTimers();
  const { devices, asked, live, tracks } = slowDevices();
  const { keeper, shown } = keeperOf(devices);
  keeper.follow({ isAllowed: true, planNo: 1, wanted: [judge, view] });
  await vi.advanceTimersByTimeAsync(5);
  asked[0]?.refuse();
  asked[1]?.give();
  await vi.advanceTimersByTimeAsync(5);
  tracks[0]?.dispatchEvent(new Event('ended'));
  expect(shown().get('bench-view')).toEqual({ stream: null, hasFailed: true });
  expect(live.size).toBe(0);
  await vi.advanceTimersByTimeAsync(2500);
  expect(asked).toHaveLength(4);
  asked[2]?.give();
  asked[3]?.give();
  await vi.advanceTimersByTimeAsync(5);
  for (const key of ['judge', 'bench-view']) expect(shown().get(key)).toMatchObject({ hasFailed: false });
  expect(live.size).toBe(2);
});

test('L5: what was gone is not asked for again once previews are not allowed', async () => {
  vi.useFakeTimers();
  const { devices, asked, tracks } = slowDevices();
  const { keeper, told } = keeperOf(devices);
  keeper.follow({ isAllowed: true, planNo: 1, wanted: [view] });
  await vi.advanceTimersByTimeAsync(5);
  asked[0]?.give();
  await vi.advanceTimersByTimeAsync(5);
  tracks[0]?.dispatchEvent(new Event('ended'));
  keeper.follow({ isAllowed: false, planNo: 2, wanted: [view] });
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toEqual([2]);
  expect(asked).toHaveLength(1);
});

/** A network camera that gives its first picture when the test says so. */
function slowNetwork() {
  const { devices, asked, live, tracks } = slowDevices();
  const open: OpenNetworkPicture = (seat, size, over) =>
    new Promise((resolve) => {
      over.addEventListener('abort', () => resolve(null));
      void devices.getUserMedia({ video: { deviceId: seat, ...size } }).then(resolve);
    });
  return { open, asked, live, tracks };
}

test('a network camera is asked of the hall and of no device, and asked again when it ends', async () => {
  vi.useFakeTimers();
  const [{ devices, asked: ofDevices }, { open, asked, live, tracks }] = [slowDevices(), slowNetwork()];
  const { keeper, shown } = keeperOf(devices, open);
  keeper.follow({ isAllowed: true, planNo: 1, wanted: [network] });
  await vi.advanceTimersByTimeAsync(5);
  expect(ofDevices).toEqual([]);
  expect(asked[0]?.constraints.video).toEqual({ deviceId: seatId, width: 320, height: 180, frameRate: 15 });
  asked[0]?.give();
  await vi.advanceTimersByTimeAsync(5);
  expect(shown().get('witness-view')?.stream).not.toBeNull();
  tracks[0]?.dispatchEvent(new Event('ended'));
  expect(shown().get('witness-view')).toEqual({ stream: null, hasFailed: true });
  await vi.advanceTimersByTimeAsync(2500);
  asked[1]?.give();
  await vi.advanceTimersByTimeAsync(5);
  expect(shown().get('witness-view')).toMatchObject({ hasFailed: false });
  expect(live.size).toBe(1);
});

test('L5: a network camera that has not sent yet is not waited for when devices must be closed', async () => {
  const [{ devices }, { open, asked, live }] = [slowDevices(), slowNetwork()];
  const { keeper, told } = keeperOf(devices, open);
  keeper.follow({ isAllowed: true, planNo: 4, wanted: [network] });
  await settle();
  keeper.follow({ isAllowed: false, planNo: 5, wanted: [network] });
  await settle();
  expect(told).toEqual([5]);
  expect(asked).toHaveLength(1);
  expect(live.size).toBe(0);
});
