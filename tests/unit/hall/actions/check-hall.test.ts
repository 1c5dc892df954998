import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '#domain/outcome.ts';
import { openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
beforeEach(async () => {
  hall = await openStandInHall();
});
afterEach(() => hall.close());
const isDone = (): boolean => hall.desk.check?.state === 'done';

test('the hall is checked for no hearing: nothing is journaled, and nobody is seen and heard afterwards', async () => {
  expect(await hall.ask('hall.check', {})).toEqual({ ok: true, value: {} });
  await waitFor(isDone);
  expect(hall.desk.check).toMatchObject({ hearingId: null, passed: true });
  expect(hall.recorded).toHaveLength(1);
  expect(hall.entries).toEqual([]);
  expect(hall.rooms.recorder.plan().mode).toBe('closed');
});

test('only what was asked for is recorded', async () => {
  await hall.ask('hall.check', { only: [{ kind: 'camera', subject: null }] });
  await waitFor(isDone);
  await hall.ask('hall.check', { only: [{ kind: 'microphone', subject: 'nobody' }] });
  await waitFor(isDone);
  expect(hall.recorded.flatMap(({ seats }) => seats.map(({ kind }) => kind))).not.toContain('microphone');
  hall.recorded.length = 0;
  await hall.ask('hall.check', { only: [{ kind: 'microphone', subject: null }] });
  await waitFor(isDone);
  expect(hall.recorded.flatMap(({ seats }) => seats.map(({ kind }) => kind))).toContain('microphone');
});

test('beside a hearing only what disturbs nobody is looked at', async () => {
  const hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
  const recordings = hall.recorded.length;
  expect(await hall.ask('hall.check', {})).toMatchObject({ ok: false, fault: { key: 'check.during-hearing' } });
  await hall.ask('hall.check', { isPassive: true });
  await waitFor(isDone);
  expect(hall.recorded).toHaveLength(recordings);
  expect(hall.kinds(hearingId).filter((kind) => kind === 'hearing.checked')).toHaveLength(1);
  expect(hall.rooms.recorder.plan().mode).toBe('record');
});

const figures = { speechDbfs: -24, floorDbfs: -60 };
const judge = { subject: 'judge', kind: 'microphone', verdict: 'good', findings: [], figures } as const;
async function checkOnce(speechDbfs: number): Promise<void> {
  hall.behaviour.items = [{ ...judge, figures: { ...figures, speechDbfs } }];
  hall.desk.check = null;
  await hall.ask('hall.check', {});
  await waitFor(isDone);
}
async function must<Value>(asked: Promise<Outcome<Value>>): Promise<Value> {
  const outcome = await asked;
  if (!outcome.ok) throw new Error(outcome.fault.key);
  return outcome.value;
}

test('every check leaves a report; what is quieter than the accepted one is told, with since when', async () => {
  await checkOnce(-24);
  const reportId = hall.desk.check?.reportId ?? null;
  expect(hall.desk.lastCheck).toMatchObject({ reportId, passed: true, reason: 'asked', items: [] });
  await must(hall.ask('check-report.accept', { reportId: reportId!, name: 'T. Sample' }));
  await checkOnce(-36);
  await checkOnce(-36);
  expect(hall.desk.check?.items[0]?.verdict).toBe('good');
  await checkOnce(-36);
  expect(hall.desk.check?.items[0]).toMatchObject({ verdict: 'look', findings: ['quieter-than-accepted'] });
  expect(hall.desk.check?.passed).toBe(true);
  const { report, since } = await must(hall.ask('check-report.show', { reportId: null }));
  expect(since).toEqual([
    { kind: 'microphone', subject: 'judge', finding: 'quieter-than-accepted', sinceMs: report.startedAtMs },
  ]);
  const { reports } = await must(hall.ask('check-report.list', {}));
  expect(reports.map(({ isAccepted, counts }) => [isAccepted, counts.look])).toEqual([
    ...[
      [false, 1],
      [false, 0],
      [false, 0],
      [true, 0],
    ],
  ]);
  const asked = { kind: 'microphone', subject: 'judge', figure: 'speechDbfs', fromMs: 0 } as const;
  const { points, accepted } = await must(hall.ask('check-report.trend', asked));
  expect(points.map(({ value }) => value)).toEqual([-24, -36, -36, -36]);
  expect(accepted).toEqual({ value: -24, low: -34, high: -14 });
});

test('a part of the hall is no sample of it, and what the morning says is not changed by it', async () => {
  await hall.ask('hall.check', { only: [{ kind: 'microphone', subject: null }] });
  await waitFor(isDone);
  const reportId = hall.desk.check!.reportId!;
  expect(hall.desk.lastCheck).toBeNull();
  expect(await hall.ask('check-report.accept', { reportId, name: 'A' })).toMatchObject({
    fault: { key: 'check.report-partial' },
  });
});
