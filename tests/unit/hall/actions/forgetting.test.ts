import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { watchForgetting } from '../../../../src/hall/actions/index.ts';
import { card, openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
let look: () => void;
beforeEach(async () => {
  hall = await openStandInHall();
  look = watchForgetting(hall.rooms);
});
afterEach(() => hall.close());

const minutes = (count: number): number => count * 60_000;
/** What stands `later` after now, by key and arguments. */
function standingAfter(laterMs: number): readonly string[] {
  hall.clock.skipMs += laterMs;
  look();
  return hall.rooms.alarms.list().map(({ fault }) => `${fault.key} ${Object.values(fault.args).join()}`);
}
async function openedHearing(): Promise<HearingId> {
  const hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
  return hearingId;
}

describe('a forgotten start', () => {
  test('is an alarm ten minutes after the planned time, until the hearing is opened', async () => {
    const planned = await hall.ask('hearing.plan', { card: { ...card, caseNumber: '7/1', plannedAtMs: Date.now() } });
    const { hearingId } = (planned as { value: { hearingId: HearingId } }).value;
    expect(standingAfter(minutes(9.9))).toEqual([]);
    expect(standingAfter(minutes(0.2))).toEqual(['hearing.start-forgotten 7/1']);
    await hall.ask('hearing.check', { hearingId });
    await waitFor(() => hall.desk.check?.state === 'done');
    // L5: an alarm is all that happened.
    expect(hall.recorded.filter((ask) => ask.hearingId === hearingId)).toEqual([]);
    await hall.ask('hearing.open', { hearingId, override: null });
    expect(standingAfter(1000)).toEqual([]);
  });

  test('is forgotten for good after two hours', async () => {
    await hall.ask('hearing.plan', { card: { ...card, plannedAtMs: Date.now() } });
    expect(standingAfter(minutes(119))).toHaveLength(1);
    expect(standingAfter(minutes(2))).toEqual([]);
  });
});

describe('a forgotten resume', () => {
  test('is an alarm when the announced break is over, and none once the hearing goes on', async () => {
    await openedHearing();
    await hall.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '', announcedMin: 15 });
    expect(standingAfter(minutes(14.9))).toEqual([]);
    expect(standingAfter(minutes(0.2))).toEqual(['hearing.resume-forgotten 15']);
    await hall.ask('hearing.resume', { byOralOrder: false });
    expect(standingAfter(1000)).toEqual([]);
  });

  test('is told by the rule-book where nobody announced a length, and never of a break that is recorded', async () => {
    await openedHearing();
    await hall.ask('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: '' });
    expect(standingAfter(minutes(31))).toEqual([]);
    await hall.ask('hearing.resume', { byOralOrder: false });
    await hall.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '' });
    expect(standingAfter(minutes(31))).toEqual(['hearing.resume-forgotten 30']);
  });
});

describe('a person who takes an alarm off', () => {
  test('answers for it with a reason in the journal, and is not asked again for the same cause', async () => {
    const hearingId = await openedHearing();
    await hall.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '', announcedMin: 1 });
    standingAfter(minutes(2));
    const [alarm] = hall.rooms.alarms.list();
    expect((await hall.ask('alarm.clear', { alarmId: alarm!.id, reason: '' }).catch(() => ({ ok: false }))).ok).toBe(
      false,
    );
    expect(await hall.ask('alarm.clear', { alarmId: alarm!.id, reason: 'the judge knows' })).toEqual({
      ok: true,
      value: {},
    });
    const last = hall.entries.filter(([id]) => id === hearingId).at(-1)![1];
    expect(last).toMatchObject({
      kind: 'alarm.cleared',
      author: { role: 'secretary' },
      body: { fault: alarm!.fault, reason: 'the judge knows' },
    });
    expect(standingAfter(minutes(1))).toEqual([]);
  });

  test('is told when there is no such alarm any more', async () => {
    expect(await hall.ask('alarm.clear', { alarmId: 'gone', reason: 'x' })).toMatchObject({
      fault: { key: 'alarm.unknown' },
    });
  });
});
