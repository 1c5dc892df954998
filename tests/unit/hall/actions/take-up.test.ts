import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import { goingOn, interruptedHearing, systemAuthor, takeUp } from '../../../../src/hall/actions/index.ts';
import { zeroOfThisBoot } from '../../../../src/hall/actions/keep-recording.ts';
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

describe('after a restart', () => {
  test('an open hearing is on the screen again and recorded at once, with a warning and the hole told', async () => {
    const hearingId = await leftOpen(true);
    await takeUp(hall.rooms, interruptedHearing(hall.journals));
    expect(hall.desk.hearingId).toBe(hearingId);
    expect(hall.recorded.map((ask) => ask.hearingId)).toEqual([hearingId]);
    expect(hall.recorded[0]?.nextEpoch('judge' as TrackId)).toBe(2);
    expect(hall.rooms.alarms.list().map((alarm) => alarm.fault.key)).toEqual(['recorder.interrupted']);
    expect(hall.journals.view(hearingId)?.gaps).toMatchObject([
      { trackId: 'judge', fromUs: 1000, cause: 'service-restarted' },
    ]);
  });

  test('an epoch that was left open in this boot is gone on with, so that what the windows kept is not lost', async () => {
    const hearingId = await leftOpen(false);
    const view = interruptedHearing(hall.journals);
    expect([...goingOn(view, hall.rooms.rules, hall.rooms.clock)]).toEqual([hearingId]);
    await takeUp(hall.rooms, view);
    expect(hall.recorded[0]?.openEpoch?.('judge' as TrackId)).toMatchObject({ epoch: 1, segments: 0 });
  });

  test('a deliberation stays silent (L5)', async () => {
    const hearingId = await leftOpen(true);
    hall.desk.hearingId = hearingId;
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    hall.desk.hearingId = null;
    hall.desk.isSilenced = false;
    const view = interruptedHearing(hall.journals);
    expect(goingOn(view, hall.rooms.rules, hall.rooms.clock).size).toBe(0);
    await takeUp(hall.rooms, view);
    expect(hall.desk).toMatchObject({ hearingId, isSilenced: true });
    expect(hall.recorded).toEqual([]);
  });

  test('with nothing open nothing is done', async () => {
    await hall.checkedHearing();
    await takeUp(hall.rooms, interruptedHearing(hall.journals));
    expect(hall.desk.hearingId).not.toBeNull();
    expect(interruptedHearing(hall.journals)).toBeNull();
  });

  test('of the computer the line goes on by the wall clock', () => {
    const zero = { wallMs: 1_000_000, monotonicUs: 5_000_000, bootId: 'earlier' };
    const clock = { wallMs: () => 1_090_000, monotonicUs: () => 30_000_000, bootId: 'now' };
    expect(zeroOfThisBoot(zero, clock)).toEqual({ wallMs: 1_000_000, monotonicUs: -60_000_000, bootId: 'now' });
    expect(zeroOfThisBoot({ ...zero, bootId: 'now' }, clock).monotonicUs).toBe(5_000_000);
  });
});
