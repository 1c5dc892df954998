import { afterEach, expect, test } from 'vitest';
import type { HallPeerId, SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { chunksOf, encodeSound } from './encoded-media.ts';
import { browserSeat, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor, TrackSender } from './recorder-window.ts';

/* P2-VKS: the track of a hall on the line begins when the line is whole, however long it took to make it. */

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
const tuning = { lampEveryMs: 100, writtenWithinMs: 1000, lateWithinMs: 2000 };
const peerId = 'f'.repeat(64) as HallPeerId;
const remote: Seat = {
  ...{ id: 'remote-sound' as SeatId, kind: 'microphone', place: 'remote-hall', name: '', gated: false },
  device: { path: 'remote', peerId, label: 'Second court, 1' },
};
const wait = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs));

type Joining = Readonly<{
  stage: RecorderStage;
  nowUs(): number;
  /** What the other hall says from now on is captured and sent. */
  hear(): void;
}>;

/** A recording that a hall has joined whose line is only being made. */
async function joined(): Promise<Joining> {
  const sound = await encodeSound('sine=frequency=300', 20);
  const stage = setRecorderStage({ tuning });
  const door = await openChunkDoor(stage.recorder);
  endings.push(
    () => stage.end(),
    () => door.close(),
  );
  const judge = browserSeat('judge', 'microphone');
  const ask = stage.ask([judge], { trackNo: (trackId) => (trackId === (judge.id as string) ? 1 : 2) });
  const nowUs = (): number => Number(process.hrtime.bigint() / 1000n) - ask.zero.monotonicUs;
  await stage.recorder.record(ask);
  expect(stage.recorder.admit(remote, false)).toBe(true);
  return {
    stage,
    nowUs,
    hear() {
      const track = stage.recorder.plan().tracks.find(({ seatId }) => seatId === remote.id)!;
      const uplink = new TrackSender(door.address, track);
      const place = { hearingId: stage.hearingId, trackNo: track.trackNo, epoch: track.epoch };
      const chunks = [...chunksOf(sound, place, nowUs())];
      const timer = setInterval(() => {
        for (let next = chunks[0]; next !== undefined && next.lastAtUs <= nowUs(); next = chunks[0]) {
          uplink.send(next);
          chunks.shift();
        }
      }, 20);
      endings.push(
        () => uplink.close(),
        () => clearInterval(timer),
      );
    },
  };
}
const gapsOf = ({ told }: RecorderStage) => told.gaps.filter(({ trackId }) => (trackId as string) === remote.id);
const isWritten = ({ recorder }: RecorderStage): boolean =>
  recorder.lamp().tracks.some(({ trackId, state }) => (trackId as string) === remote.id && state === 'written');

test('a line that took its time to be made is no gap of a track that begins with it', async () => {
  const { stage, hear } = await joined();
  await wait(1500);
  hear();
  stage.recorder.admit(remote, true);
  await until('it is written', () => isWritten(stage));
  await wait(300);
  expect(gapsOf(stage)).toEqual([]);
});

test('what was written before the hall knew that the line is whole is no gap either', async () => {
  const { stage, hear } = await joined();
  await wait(1500);
  hear();
  await until('it is opened', () => stage.told.opened.some(({ seatId }) => seatId === remote.id));
  await wait(500);
  stage.recorder.admit(remote, true);
  await until('it is written', () => isWritten(stage));
  expect(gapsOf(stage)).toEqual([]);
});

test('sound that begins late after the line was whole is a gap from that moment', async () => {
  const { stage, hear, nowUs } = await joined();
  await wait(1500);
  const wholeUs = nowUs();
  stage.recorder.admit(remote, true);
  await wait(1600);
  const heardUs = nowUs();
  hear();
  await until('it is told', () => gapsOf(stage).length > 0);
  const [gap] = gapsOf(stage);
  expect(gap?.cause).toBe('started-late');
  expect(Math.abs(gap!.fromUs - wholeUs)).toBeLessThan(100_000);
  expect(Math.abs(gap!.toUs - heardUs)).toBeLessThan(200_000);
});

test('of a hall whose line was never whole nothing is missing at the end', async () => {
  const { stage } = await joined();
  await wait(1500);
  await stage.recorder.close({ cutAtUs: null, lamp: 'off' });
  expect(gapsOf(stage)).toEqual([]);
});
