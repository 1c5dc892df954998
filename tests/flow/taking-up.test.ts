import { afterEach, expect, test } from 'vitest';
import type { TimelineZero } from '#domain/record/timeline.ts';
import { systemClock } from '../../src/hall/plumbing/index.ts';
import { chunksOf, encodeSound } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

/** The hearing began a while ago, so that nothing recorded lies in the future. */
function begun(): { zero: TimelineZero } {
  const { bootId } = systemClock;
  const agoMs = 30_000;
  const monotonicUs = systemClock.monotonicUs() - agoMs * 1000;
  return { zero: { wallMs: systemClock.wallMs() - agoMs, monotonicUs, bootId } };
}

/* A service that died is back, and so is the window: which of them is ready first is nobody's choice. */

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function begin(options: Parameters<typeof setRecorderStage>[0] = {}) {
  const stage = setRecorderStage(options);
  const door = await openChunkDoor(stage.recorder);
  endings.push(
    () => stage.end(),
    () => door.close(),
  );
  return { stage, door };
}
function sender(stage: RecorderStage, address: string, trackId: string): TrackSender {
  const track = stage.recorder.plan().tracks.find((one) => (one.trackId as string) === trackId)!;
  const made = new TrackSender(address, track);
  endings.push(() => made.close());
  return made;
}

test('an epoch whose file was written before the journal knew of it is taken up and told, not left beside the record', async () => {
  const microphone = browserSeat('judge', 'microphone');
  const { stage, door } = await begin();
  const place = { hearingId: stage.hearingId, trackNo: 1, epoch: 1 };
  const chunks = chunksOf(await encodeSound('sine=frequency=300', 5), place, 0);
  const ask = stage.ask([microphone]);
  await stage.recorder.record(ask);
  const uplink = sender(stage, door.address, microphone.id);
  for (const chunk of chunks) uplink.send(chunk);
  await until('five seconds', () => uplink.acked === chunks.at(-1)!.seq);
  uplink.close();
  await stage.recorder.dispose();

  const { stage: next } = await begin({ folder: stage.folder, hearingId: stage.hearingId });
  await next.recorder.record({ ...ask, openEpochs: () => [] });
  expect(next.told.opened).toMatchObject([{ trackId: 'judge', epoch: 1, codec: 'A_OPUS' }]);
  await next.recorder.close({ cutAtUs: null });
  expect(next.told.closed).toMatchObject([{ trackId: 'judge', epoch: 1, chunks: chunks.length }]);
  expect(next.told.segments.at(-1)).toMatchObject({ epoch: 1 });
});

test('two epochs that a dead service left, the second unknown to the journal: the first is closed, the second goes on, the hole between is told', async () => {
  const microphone = browserSeat('judge', 'microphone');
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 5);
  const chunksIn = (epoch: number, fromUs: number) =>
    chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch }, fromUs);
  const ask = stage.ask([microphone], begun());
  await stage.recorder.record(ask);
  const first = sender(stage, door.address, microphone.id);
  const before = chunksIn(1, 0);
  for (const chunk of before) first.send(chunk);
  await until('the first five seconds', () => first.acked === before.at(-1)!.seq);
  first.close();
  stage.recorder.windowCame('recorder', 'new');
  const second = sender(stage, door.address, microphone.id);
  const after = chunksIn(2, 8_000_000);
  const heard = after.slice(0, -3);
  for (const chunk of heard) second.send(chunk);
  await until('most of what comes after', () => second.acked === heard.at(-1)!.seq);
  second.close();
  await stage.recorder.dispose();

  const { stage: next, door: nextDoor } = await begin({ folder: stage.folder, hearingId: stage.hearingId });
  await next.recorder.record({
    ...ask,
    nextEpoch: () => 2,
    openEpochs: () => [{ epoch: 1, segments: 0, sealedBytes: 0, fromUs: 0 }],
  });
  const goingOn = sender(next, nextDoor.address, microphone.id);
  for (const chunk of after) goingOn.send(chunk);
  await until('the rest', () => goingOn.acked === after.at(-1)!.seq);
  await next.recorder.close({ cutAtUs: null });
  expect(next.told.opened).toMatchObject([{ trackId: 'judge', epoch: 2 }]);
  expect(next.told.closed).toMatchObject([
    { epoch: 1, chunks: before.length, cause: 'found-at-start' },
    { epoch: 2, chunks: after.length },
  ]);
  const [toUs, fromUs] = [before.at(-1)!.lastAtUs, after.find(({ seq }) => seq > 0)!.firstAtUs];
  expect(next.told.gaps).toMatchObject([{ trackId: 'judge', fromUs: toUs, toUs: fromUs }]);
});

test('a window that holds a later epoch than the disk knows of is heard, and what it still sends of the one before as well', async () => {
  const microphone = browserSeat('judge', 'microphone');
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 5);
  const ask = stage.ask([microphone], begun());
  await stage.recorder.record(ask);
  const before = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, 0);
  const heard = before.slice(0, -3);
  const first = sender(stage, door.address, microphone.id);
  for (const chunk of heard) first.send(chunk);
  await until('most of five seconds', () => first.acked === heard.at(-1)!.seq);
  const [plannedBefore] = stage.recorder.plan().tracks;
  stage.recorder.windowCame('recorder', 'new');
  const [planned] = stage.recorder.plan().tracks;
  first.close();
  await stage.recorder.dispose();

  const { stage: next, door: nextDoor } = await begin({ folder: stage.folder, hearingId: stage.hearingId });
  await next.recorder.record({
    ...ask,
    nextEpoch: () => 2,
    openEpochs: () => [{ epoch: 1, segments: 0, sealedBytes: 0, fromUs: 0 }],
  });
  const [late, goingOn] = [plannedBefore!, planned!].map((track) => new TrackSender(nextDoor.address, track));
  endings.push(
    () => late!.close(),
    () => goingOn!.close(),
  );
  const after = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 2 }, 8_000_000);
  for (const chunk of after) goingOn!.send(chunk);
  for (const chunk of before) late!.send(chunk);
  await until('both are on the disk', () => goingOn!.acked === after.at(-1)!.seq && late!.acked === before.at(-1)!.seq);
  expect(next.recorder.plan().tracks).toMatchObject([{ trackId: 'judge', epoch: 2 }]);
  await next.recorder.close({ cutAtUs: null });
  expect(next.told.closed.toSorted((one, other) => one.epoch - other.epoch)).toMatchObject([
    { epoch: 1, chunks: before.length },
    { epoch: 2, chunks: after.length },
  ]);
});

test('the hole before an epoch that is over before its first chunk is on the disk is told as well', async () => {
  const { stage, door } = await begin();
  const sound = await encodeSound('sine=frequency=300', 2);
  await stage.recorder.record(stage.ask([browserSeat('judge', 'microphone')], begun()));
  const send = async (epoch: number, fromUs: number): Promise<void> => {
    const uplink = sender(stage, door.address, 'judge');
    const [head, ...chunks] = chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch }, fromUs);
    uplink.send(head!);
    await until('the head', () => uplink.acked === 0);
    for (const chunk of chunks) uplink.send(chunk);
    uplink.end('device-lost', chunks.at(-1)!.seq);
    await until('the next epoch', () => stage.recorder.plan().tracks[0]?.epoch === epoch + 1);
  };
  await send(1, 0);
  await send(2, 5_000_000);
  await send(3, 10_000_000);
  await until('both holes', () => stage.told.gaps.length > 1);
  expect(stage.told.gaps).toEqual([
    { trackId: 'judge', fromUs: 2_000_000, toUs: 5_000_000, cause: 'device-lost' },
    { trackId: 'judge', fromUs: 7_000_000, toUs: 10_000_000, cause: 'device-lost' },
  ]);
});

test('a window that comes back while epochs are still being taken up is never told that one is over', async () => {
  const microphones = ['judge', 'witness'].map((id) => browserSeat(id, 'microphone'));
  const { stage, door } = await begin();
  const sound = chunksOf(
    await encodeSound('sine=frequency=300', 5),
    { hearingId: stage.hearingId, trackNo: 1, epoch: 1 },
    0,
  );
  const ask = stage.ask(microphones);
  await stage.recorder.record(ask);
  for (const trackNo of [1, 2]) {
    const uplink = sender(stage, door.address, microphones[trackNo - 1]!.id);
    for (const chunk of chunksOf(
      await encodeSound('sine=frequency=300', 5),
      { hearingId: stage.hearingId, trackNo, epoch: 1 },
      0,
    ))
      uplink.send(chunk);
    await until('five seconds', () => uplink.acked === sound.at(-1)!.seq);
    uplink.close();
  }
  await stage.recorder.dispose();

  const { stage: next } = await begin({ folder: stage.folder, hearingId: stage.hearingId });
  const turn = { isOver: false };
  const recording = next.recorder
    .record({ ...ask, openEpochs: () => [{ epoch: 1, segments: 0, sealedBytes: 0, fromUs: 0 }] })
    .finally(() => {
      turn.isOver = true;
    });
  const answers: unknown[] = [];
  const greetForAll = (): void => {
    for (const { trackId, epoch, uplinkToken } of stage.told.plans.at(-1)!.tracks) {
      next.recorder.acceptUplink({
        sendText: (text) => answers.push(JSON.parse(text)),
        close: () => {},
        onText: (listener) => {
          listener(JSON.stringify({ hello: 1, token: uplinkToken, trackId, epoch }));
        },
        onBinary: () => {},
        onClose: () => {},
      });
    }
  };
  while (!turn.isOver) {
    greetForAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await recording;
  greetForAll();
  const have = { have: sound.at(-1)!.seq };
  expect(answers.slice(-2)).toEqual([have, have]);
  expect(answers.filter((answer) => !('have' in (answer as object)))).toEqual([]);
});
