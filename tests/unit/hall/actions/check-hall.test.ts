import { afterEach, beforeEach, expect, test } from 'vitest';
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
