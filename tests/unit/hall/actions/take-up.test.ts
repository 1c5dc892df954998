import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import {
  interruptedHearing,
  keepRecording,
  layOnDesk,
  systemAuthor,
  takeUp,
} from '../../../../src/hall/actions/index.ts';
import { zeroGoingOn } from '#domain/record/timeline.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
beforeEach(async () => {
  hall = await openStandInHall();
});
afterEach(() => hall.close());

/** A hearing as a dead service left it: open, with an epoch of one track. */
async function leftOpen(isEpochClosed: boolean): Promise<HearingId> {
  const hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
  const place = { trackId: 'judge' as TrackId, epoch: 1 };
  await hall.journals.note(hearingId, systemAuthor, {
    kind: 'track.opened',
    body: {
      ...place,
      seatId: 'judge' as SeatId,
      trackNo: 1,
      kind: 'microphone',
      path: 'browser',
      device: 'One',
      codec: 'A_OPUS',
      keyId: '',
    },
  });
  if (isEpochClosed) {
    await hall.journals.note(hearingId, systemAuthor, {
      kind: 'track.closed',
      body: { ...place, chunks: 2, lengthBytes: 10, fromUs: 0, toUs: 1000, cause: 'found-at-start' },
    });
  }
  await hall.rooms.recorder.close({ cutAtUs: null });
  hall.desk.hearingId = null;
  hall.recorded.length = 0;
  return hearingId;
}

/** As main does at every start. */
async function start(): Promise<ReadonlySet<HearingId>> {
  const { desk, journals, rooms } = hall;
  const view = interruptedHearing(journals);
  const goingOn = layOnDesk(desk, view, rooms.journals, rooms.rules, rooms.clock);
  await takeUp(rooms, view);
  return goingOn;
}
const alarms = (): string[] => hall.rooms.alarms.list().map(({ fault }) => fault.key);

describe('after a restart', () => {
  test('an open hearing is on the screen again and recorded at once, with a warning and the hole told', async () => {
    const hearingId = await leftOpen(true);
    await start();
    expect(hall.desk.hearingId).toBe(hearingId);
    expect(hall.recorded.map((ask) => ask.hearingId)).toEqual([hearingId]);
    expect(hall.recorded[0]?.nextEpoch('judge' as TrackId)).toBe(2);
    expect(alarms()).toEqual(['recorder.interrupted']);
    expect(hall.journals.view(hearingId)?.gaps).toMatchObject([
      { trackId: 'judge', fromUs: 1000, cause: 'service-restarted' },
    ]);
  });

  test('an epoch that was left open in this boot is gone on with, so that what the windows kept is not lost', async () => {
    const hearingId = await leftOpen(false);
    expect([...(await start())]).toEqual([hearingId]);
    expect(hall.recorded[0]?.openEpochs?.('judge' as TrackId)).toMatchObject([{ epoch: 1, segments: 0 }]);
  });

  test('a deliberation stays silent (L5)', async () => {
    const hearingId = await leftOpen(true);
    hall.desk.hearingId = hearingId;
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    hall.desk.hearingId = null;
    hall.desk.isSilenced = false;
    expect((await start()).size).toBe(0);
    expect(hall.desk).toMatchObject({ hearingId, isSilenced: true });
    expect(hall.recorded).toEqual([]);
  });

  test('with nothing open nothing is done', async () => {
    await hall.checkedHearing();
    expect((await start()).size).toBe(0);
    expect(hall.desk).toMatchObject({ hearingId: null, isSilenced: false });
    expect(interruptedHearing(hall.journals)).toBeNull();
  });
});

describe('after a power loss', () => {
  let bootId: string;
  beforeEach(() => {
    ({ bootId } = hall.clock);
  });

  test('nothing is recorded until a person says that the hearing goes on (L5), and the hearing is not lost', async () => {
    const hearingId = await leftOpen(true);
    hall.clock.bootId = 'another';
    expect((await start()).size).toBe(0);
    await keepRecording(hall.rooms);
    expect(hall.recorded).toEqual([]);
    expect(hall.desk).toMatchObject({ hearingId, isSilenced: true });
    expect(alarms()).toEqual(['hearing.interrupted']);
    expect(hall.journals.view(hearingId)).toMatchObject({
      phase: 'open',
      interruption: { atUs: 1000, cause: 'computer-restarted' },
    });
  });

  test('one touch goes on: on the clocks of this boot, with the hole told', async () => {
    const hearingId = await leftOpen(true);
    hall.clock.bootId = 'another';
    hall.clock.skipMs = 600_000;
    await start();
    expect(await hall.ask('hearing.resume', { byOralOrder: true }, 'bench')).toEqual({ ok: true, value: {} });
    expect(alarms()).toEqual([]);
    const view = hall.journals.view(hearingId)!;
    expect(view).toMatchObject({ phase: 'open', interruption: null, zero: { bootId: 'another' } });
    expect(view.gaps).toMatchObject([{ trackId: 'judge', fromUs: 1000, cause: 'computer-restarted' }]);
    expect(view.gaps[0]!.toUs).toBeGreaterThan(600_000_000);
    expect(hall.recorded).toMatchObject([{ hearingId, zero: { bootId: 'another' } }]);
  });

  test('is asked about again when the computer fails before anybody has answered, and journaled once', async () => {
    const hearingId = await leftOpen(true);
    for (const boot of ['another', 'third']) {
      hall.clock.bootId = boot;
      await start();
      expect(hall.desk.isSilenced).toBe(true);
    }
    expect(hall.kinds(hearingId).filter((kind) => kind === 'hearing.interrupted')).toHaveLength(1);
    // Back in the boot in which it was opened it is still a person who must say so.
    hall.clock.bootId = bootId;
    await start();
    expect(hall.recorded).toEqual([]);
  });

  test('a hearing that once went on is taken up by itself when the service falls in the new boot', async () => {
    await leftOpen(true);
    hall.clock.bootId = 'another';
    await start();
    await hall.ask('hearing.resume', { byOralOrder: false });
    await hall.rooms.recorder.close({ cutAtUs: null });
    hall.recorded.length = 0;
    await start();
    expect(hall.recorded).toHaveLength(1);
  });

  test('it can be ended where its record ends, and no break can be ordered before it goes on', async () => {
    const hearingId = await leftOpen(true);
    hall.clock.bootId = 'another';
    await start();
    const refused = await hall.ask('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: '' });
    expect(refused).toMatchObject({ fault: { key: 'hearing.wrong-phase' } });
    await hall.ask('hearing.end', { byOralOrder: false });
    expect(hall.journals.view(hearingId)).toMatchObject({ phase: 'ended', interruption: null, endedAtUs: 1000 });
    expect(alarms()).toEqual([]);
  });

  test('of a hearing in deliberation nobody is asked twice: resuming is explicit already', async () => {
    const hearingId = await leftOpen(true);
    hall.desk.hearingId = hearingId;
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    hall.clock.bootId = 'another';
    await start();
    expect(alarms()).toEqual([]);
    await hall.ask('hearing.resume', { byOralOrder: false });
    expect(hall.kinds(hearingId).slice(-2)).toEqual(['hearing.continued', 'hearing.resumed']);
    expect(hall.recorded).toMatchObject([{ zero: { bootId: 'another' } }]);
  });

  test('a service of the same boot that was away longer than windows keep what they write asks as well', async () => {
    const hearingId = await leftOpen(true);
    hall.clock.skipMs = 16 * 60_000;
    await start();
    expect(hall.recorded).toEqual([]);
    expect(hall.journals.view(hearingId)?.interruption?.cause).toBe('long-absence');
  });
});

describe('the line of a hearing in another boot', () => {
  const zero = { wallMs: 1_000_000, monotonicUs: 5_000_000, bootId: 'earlier' };

  test('goes on by the wall clock', () => {
    const now = { wallMs: 1_090_000, monotonicUs: 30_000_000, bootId: 'now' };
    expect(zeroGoingOn(zero, now, 50_000_000)).toEqual({ wallMs: 1_000_000, monotonicUs: -60_000_000, bootId: 'now' });
    expect(zeroGoingOn({ ...zero, bootId: 'now' }, now, 0).monotonicUs).toBe(5_000_000);
  });

  test('never goes back over what is recorded, also when the clock has lost its battery', () => {
    const now = { wallMs: 0, monotonicUs: 30_000_000, bootId: 'now' };
    const goingOn = zeroGoingOn(zero, now, 80_000_000);
    expect(now.monotonicUs - goingOn.monotonicUs).toBe(80_000_000);
  });
});
