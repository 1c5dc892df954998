import { afterEach, expect, test } from 'vitest';
import { chunksOf, encodeSound } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

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
  await next.recorder.record({ ...ask, openEpoch: () => null });
  expect(next.told.opened).toMatchObject([{ trackId: 'judge', epoch: 1, codec: 'A_OPUS' }]);
  await next.recorder.close({ cutAtUs: null });
  expect(next.told.closed).toMatchObject([{ trackId: 'judge', epoch: 1, chunks: chunks.length }]);
  expect(next.told.segments.at(-1)).toMatchObject({ epoch: 1 });
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
    .record({ ...ask, openEpoch: () => ({ epoch: 1, segments: 0, sealedBytes: 0, fromUs: 0 }) })
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
