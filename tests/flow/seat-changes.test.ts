import { afterEach, expect, test } from 'vitest';
import type { Seat } from '#domain/seats.ts';
import { chunksOf, encodeSound, type Encoded } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

/* L3: a device fails in the hearing; what the console then asks of the recorder. */

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
const tuning = { lampEveryMs: 100, writtenWithinMs: 1000, lateWithinMs: 2000 };
const judge = browserSeat('judge', 'microphone');
const witness = browserSeat('witness', 'microphone');

type Speech = Readonly<{ epoch: number; stop(): void }>;

/** Two microphones that are being recorded, and a way to let one of them speak into its present epoch. */
async function recordTwo(): Promise<Readonly<{ stage: RecorderStage; speak(seat: Seat): Speech; nowUs(): number }>> {
  const sound: Encoded = await encodeSound('sine=frequency=300', 30);
  const stage = setRecorderStage({ tuning });
  const door = await openChunkDoor(stage.recorder);
  endings.push(
    () => stage.end(),
    () => door.close(),
  );
  const ask = stage.ask([judge, witness]);
  const nowUs = (): number => Number(process.hrtime.bigint() / 1000n) - ask.zero.monotonicUs;
  await stage.recorder.record(ask);
  function speak(seat: Seat): Speech {
    const track = stage.recorder.plan().tracks.find(({ seatId }) => seatId === seat.id);
    if (track === undefined) throw new Error(`${seat.id} is not planned`);
    const uplink = new TrackSender(door.address, track);
    const place = { hearingId: stage.hearingId, trackNo: track.trackNo, epoch: track.epoch };
    const chunks = [...chunksOf(sound, place, nowUs())];
    const timer = setInterval(() => {
      for (let next = chunks[0]; next !== undefined && next.lastAtUs <= nowUs(); next = chunks[0]) {
        uplink.send(next);
        chunks.shift();
      }
    }, 20);
    const stop = (): void => {
      clearInterval(timer);
    };
    endings.push(() => uplink.close(), stop);
    return { epoch: track.epoch, stop };
  }
  return { stage, speak, nowUs };
}
const planned = (stage: RecorderStage): readonly string[] =>
  stage.recorder.plan().tracks.map(({ seatId }) => seatId as string);

test('a device that fell silent is closed, opened anew and recorded on, and the hole is told whole', async () => {
  const { stage, speak, nowUs } = await recordTwo();
  speak(judge);
  const first = speak(witness);
  await until('the lamp', () => stage.recorder.lamp().state === 'recording');
  first.stop();
  const silentUs = nowUs();
  await until('the alarm', () => stage.told.raised.some(({ key }) => key === 'recorder.track-stopped'));
  expect(stage.recorder.mend(witness)).toBe(true);
  // The window closes the device by a plan that does not want it, and opens it by the next.
  expect(planned(stage)).toEqual(['judge']);
  expect(stage.told.cleared.map(({ key }) => key)).toContain('recorder.track-stopped');
  await until('the seat is wanted again', () => planned(stage).length === 2);
  const second = speak(witness);
  expect(second.epoch).toBe(first.epoch + 1);
  await until('the lamp again', () => stage.recorder.lamp().state === 'recording');
  const spokeUs = nowUs();
  const [gap] = stage.told.gaps.filter(({ trackId }) => (trackId as string) === 'witness');
  expect(Math.abs(gap!.fromUs - silentUs)).toBeLessThan(500_000);
  expect(gap!.toUs).toBeGreaterThan(silentUs + 2_000_000);
  expect(gap!.toUs).toBeLessThan(spokeUs);
});

test('a reserve device writes the same track of the same seat', async () => {
  const { stage, speak } = await recordTwo();
  speak(judge);
  speak(witness);
  await until('the lamp', () => stage.recorder.lamp().state === 'recording');
  const reserve: Seat = { ...witness, device: { path: 'browser', label: 'Reserve', deviceId: 'r' } };
  stage.recorder.mend(reserve);
  await until('the seat is wanted again', () => planned(stage).length === 2);
  expect(stage.recorder.plan().tracks.find(({ seatId }) => seatId === witness.id)?.device).toEqual(reserve.device);
  speak(witness);
  await until('the epoch of the reserve', () => stage.told.opened.some(({ device }) => device === 'Reserve'));
  expect(stage.told.opened.filter(({ seatId }) => seatId === witness.id)).toMatchObject([
    { epoch: 1, device: 'witness', trackNo: 2 },
    { epoch: 2, device: 'Reserve', trackNo: 2 },
  ]);
});

test('without a seat the lamp speaks of the others, and taken in again it is demanded like them', async () => {
  const { stage, speak } = await recordTwo();
  speak(judge);
  const first = speak(witness);
  await until('the lamp', () => stage.recorder.lamp().state === 'recording');
  first.stop();
  await until('trouble', () => stage.recorder.lamp().state === 'trouble');
  stage.recorder.dismiss(witness);
  await until('the lamp of the others', () => stage.recorder.lamp().state === 'recording');
  expect(stage.recorder.lamp().tracks.map(({ seatId }) => seatId as string)).toEqual(['judge']);
  expect(stage.told.gaps.map(({ trackId }) => trackId as string)).toEqual(['witness']);
  stage.recorder.mend(witness);
  await until('the lamp asks for it', () => stage.recorder.lamp().state !== 'recording');
  await until('the seat is wanted again', () => planned(stage).length === 2);
  speak(witness);
  await until('the lamp of all', () => stage.recorder.lamp().state === 'recording');
});
