import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptDevice } from '../../../../renderer/call/kept-device.ts';

class FakeTrack extends EventTarget {
  isStopped = false;
  stop(): void {
    this.isStopped = true;
  }
}
const asTrack = (track: FakeTrack): MediaStreamTrack => track as unknown as MediaStreamTrack;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function keep(answers: (FakeTrack | null)[]) {
  const opened: MediaStreamTrack[] = [];
  const lost: MediaStreamTrack[] = [];
  let asked = 0;
  const kept = new KeptDevice(
    () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? null;
      asked += 1;
      return Promise.resolve(answer === null ? null : asTrack(answer));
    },
    { opened: (track) => opened.push(track), lost: (track) => lost.push(track) },
  );
  return { kept, opened, lost, asked: () => asked };
}

test('a device that is not there when the call begins is taken when it comes', async () => {
  const camera = new FakeTrack();
  const { opened } = keep([null, null, null, camera]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(opened).toEqual([asTrack(camera)]);
});

test('a device that is pulled out in a call is opened again and told as lost before', async () => {
  const [first, second] = [new FakeTrack(), new FakeTrack()];
  const { opened, lost } = keep([first, null, second]);
  await vi.advanceTimersByTimeAsync(10);
  first.dispatchEvent(new Event('ended'));
  expect(lost).toEqual([asTrack(first)]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(opened).toEqual([asTrack(first), asTrack(second)]);
});

test('one that is stopped is looked for no more', async () => {
  const { kept, asked } = keep([null]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(kept.stop()).toBeNull();
  const before = asked();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBe(before);
});

test('one that was stopped while it opened is closed as soon as it is open, and what waits for that is told (L5)', async () => {
  const microphone = new FakeTrack();
  const { kept, opened } = keep([microphone]);
  const closing = kept.stop();
  expect(closing).not.toBeNull();
  await closing;
  expect(microphone.isStopped).toBe(true);
  expect(opened).toEqual([]);
});

test('a missing device is asked for no more than once a second', async () => {
  const { asked } = keep([null]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBeGreaterThan(50);
  expect(asked()).toBeLessThan(66);
});

test('an open camera that gives nothing any more is opened again, and one that is slow to begin is given ever more time', async () => {
  const tracks = Array.from({ length: 9 }, () => new FakeTrack());
  const { kept, opened, lost } = keep(tracks);
  await vi.advanceTimersByTimeAsync(10);
  for (let second = 0; second < 2 + 4 + 8; second += 1) {
    kept.silent();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(opened).toHaveLength(4);
  expect(lost).toEqual(tracks.slice(0, 3).map(asTrack));
  expect(tracks.slice(0, 4).map(({ isStopped }) => isStopped)).toEqual([true, true, true, false]);
  kept.comes();
  kept.silent();
  expect(opened).toHaveLength(4);
  kept.silent();
  await vi.advanceTimersByTimeAsync(1000);
  expect(opened).toHaveLength(5);
});
