import { truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { chunksOf, encodeSound } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
const tuning = { lampEveryMs: 100, writtenWithinMs: 1000, lateWithinMs: 2000 };

/** Sends ten seconds of sound as fast as it would be captured, until stopped; gives the stop. */
async function recordLive(): Promise<Readonly<{ stage: RecorderStage; stop(): void; goOn(): void }>> {
  const sound = await encodeSound('sine=frequency=300', 20);
  const stage = setRecorderStage({ tuning });
  const door = await openChunkDoor(stage.recorder);
  endings.push(
    () => stage.end(),
    () => door.close(),
  );
  const ask = stage.ask([browserSeat('judge', 'microphone')]);
  const nowUs = (): number => Number(process.hrtime.bigint() / 1000n) - ask.zero.monotonicUs;
  await stage.recorder.record(ask);
  const [track] = stage.recorder.plan().tracks;
  if (track === undefined) throw new Error('no track is planned');
  const uplink = new TrackSender(door.address, track);
  const chunks = [...chunksOf(sound, { hearingId: stage.hearingId, trackNo: 1, epoch: 1 }, nowUs())];
  let isSending = true;
  const timer = setInterval(() => {
    while (isSending && (chunks[0]?.lastAtUs ?? Infinity) <= nowUs()) {
      const next = chunks.shift();
      if (next !== undefined) uplink.send(next);
    }
  }, 20);
  endings.push(
    () => uplink.close(),
    () => {
      clearInterval(timer);
    },
  );
  return {
    stage,
    stop: () => {
      isSending = false;
    },
    goOn: () => {
      isSending = true;
    },
  };
}

test('the lamp is lit by bytes on disk, goes out when they stop and is lit again when they flow', async () => {
  const { stage, stop, goOn } = await recordLive();
  const { recorder, told } = stage;
  await until('the lamp', () => recorder.lamp().state === 'recording');
  expect(recorder.lamp().tracks[0]).toMatchObject({ state: 'written', trackId: 'judge' });
  expect(told.lamps[0]?.state).toBe('starting');
  stop();
  await until('late', () => recorder.lamp().tracks[0]?.state === 'late');
  expect(recorder.lamp()).toMatchObject({ state: 'trouble', worst: 'judge' });
  await until('the alarm', () => told.raised.some((fault) => fault.key === 'recorder.track-stopped'));
  goOn();
  await until('the lamp again', () => recorder.lamp().state === 'recording');
  const raised = told.raised.find((fault) => fault.key === 'recorder.track-stopped');
  expect(told.cleared).toContain(raised);
  expect(recorder.lamp().elapsedMs).toBeGreaterThan(1000);
});

test('a file that is hurt behind our back puts the lamp out although every chunk was acknowledged', async () => {
  const { stage } = await recordLive();
  await until('the lamp', () => stage.recorder.lamp().state === 'recording');
  truncateSync(path.join(stage.folder, 'tracks', 'judge', '0001.mkv'), 100);
  await until('darkness', () => stage.recorder.lamp().state === 'trouble');
  expect(stage.recorder.lamp().tracks[0]?.state).toBe('stopped');
});

test('the lamp is dark from the moment silence is ordered', async () => {
  const { stage } = await recordLive();
  await until('the lamp', () => stage.recorder.lamp().state === 'recording');
  const closing = stage.recorder.close({ cutAtUs: 10_000_000 });
  expect(stage.recorder.lamp()).toMatchObject({ state: 'closed', tracks: [] });
  await closing;
  expect(stage.recorder.lamp().state).toBe('closed');
  expect(stage.told.lamps.at(-1)?.state).toBe('closed');
});
