import { afterEach, expect, test } from 'vitest';
import { chunksOf, encodeSound } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

/* What is told of the room under a recording; how a disk behaves that is full or stands still is shown by test:faults. */

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test('room for fewer hours than the day needs is an alarm, what is derived gives way, and both end with the recording', async () => {
  const stage = setRecorderStage({ tuning: { endingHours: 1e9, shortHours: 1e9 } });
  endings.push(() => stage.end());
  await stage.recorder.record(stage.ask([browserSeat('judge', 'microphone')]));
  await until('the forecast', () => stage.told.raised.some(({ key }) => key === 'disk.ending'));
  expect(stage.told.shorts).toEqual([true]);
  await stage.recorder.close({ cutAtUs: null });
  expect(stage.told.shorts).toEqual([true, false]);
  expect(stage.told.cleared.map(({ key }) => key)).toContain('disk.ending');
});

test('a room that suffices is told of by nobody', async () => {
  const stage = setRecorderStage({ tuning: { endingHours: 0.0001, shortHours: 0.0001 } });
  endings.push(() => stage.end());
  await stage.recorder.record(stage.ask([browserSeat('judge', 'microphone')]));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(stage.told.raised.filter(({ key }) => key.startsWith('disk.'))).toEqual([]);
  expect(stage.told.shorts).toEqual([]);
});

test('what a window keeps because the disk does not take it is shown with its limit, and forgotten when it has gone', async () => {
  const stage = setRecorderStage();
  const door = await openChunkDoor(stage.recorder);
  endings.push(
    () => stage.end(),
    () => door.close(),
  );
  await stage.recorder.record(stage.ask([browserSeat('judge', 'microphone')]));
  expect(stage.recorder.disk().queue).toBeNull();
  const [track] = stage.recorder.plan().tracks;
  const uplink = new TrackSender(door.address, track!);
  endings.push(() => uplink.close());
  const sound = await encodeSound('sine=frequency=300', 1);
  uplink.send(chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0)[0]!);
  await until('the first chunk', () => uplink.acked === 0);
  uplink.say({ queue: { bytes: 1000, limitBytes: 20_000, oldestMs: 5000 } });
  await until('the queue', () => stage.recorder.disk().queue !== null);
  expect(stage.recorder.disk().queue).toEqual({ waitingMs: 5000, limitMs: 100_000, bytes: 1000, limitBytes: 20_000 });
  uplink.say({ queue: { bytes: 0, limitBytes: 20_000, oldestMs: 0 } });
  await until('nothing waits', () => stage.recorder.disk().queue === null);
});
