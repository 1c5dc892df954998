import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { failed } from '#domain/outcome.ts';
import { keepRecording } from '../../../../src/hall/actions/index.ts';
import { card, openStandInHall, nowUs, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
beforeEach(async () => {
  hall = await openStandInHall();
});
afterEach(() => hall.close());

async function openedHearing(): Promise<HearingId> {
  const hearingId = await hall.checkedHearing();
  expect(await hall.ask('hearing.open', { hearingId, override: null })).toEqual({ ok: true, value: {} });
  return hearingId;
}
const key = (outcome: { ok: boolean; fault?: { key: string } }): string | undefined => outcome.fault?.key;

describe('the check', () => {
  test('records under an id of its own, journals its verdicts and leaves the devices open', async () => {
    const hearingId = await hall.checkedHearing();
    expect(hall.recorded[0]?.hearingId).not.toBe(hearingId);
    expect(hall.desk.check).toMatchObject({ state: 'done', passed: true });
    expect(hall.kinds(hearingId)).toEqual(['hearing.planned', 'hearing.checked']);
    expect(hall.rooms.recorder.plan().mode).toBe('warm');
  });

  test('runs once at a time', async () => {
    const planned = await hall.ask('hearing.plan', { card });
    const hearingId = (planned as { value: { hearingId: HearingId } }).value.hearingId;
    await hall.ask('hearing.check', { hearingId });
    expect(key(await hall.ask('hearing.check', { hearingId }))).toBe('check.running');
    expect(key(await hall.ask('hearing.open', { hearingId, override: null }))).toBe('check.running');
    await waitFor(() => hall.desk.check?.state === 'done');
  });

  test('that could not record at all does not pass by itself', async () => {
    hall.behaviour.record = async () => failed({ key: 'recorder.not-connected', args: {} });
    hall.behaviour.items = [{ ...hall.behaviour.items[0]!, verdict: 'bad', findings: ['no-data'] }];
    const hearingId = await hall.checkedHearing();
    expect(hall.desk.check).toMatchObject({ passed: false });
    expect(hall.rooms.alarms.list().map((alarm) => alarm.fault.key)).toEqual(['recorder.not-connected']);
    expect(hall.journals.view(hearingId)?.lastChecked?.passed).toBe(false);
  });
});

describe('opening (P16.1)', () => {
  test('is refused without a check', async () => {
    const planned = await hall.ask('hearing.plan', { card });
    const { hearingId } = (planned as { value: { hearingId: HearingId } }).value;
    expect(key(await hall.ask('hearing.open', { hearingId, override: null }))).toBe('hearing.not-checked');
  });

  test('is refused while the disk holds less than two hours, until a person accepts that with a reason', async () => {
    const hearingId = await hall.checkedHearing();
    // One microphone of 64 kbit/s for an hour and a half.
    hall.behaviour.freeBytes = 43.2e6;
    expect(await hall.ask('hearing.open', { hearingId, override: null })).toEqual({
      ok: false,
      fault: { key: 'disk.no-room', args: { hours: 1.5 } },
    });
    const override = { reason: 'the parties have come from far', person: 'A. Sample' };
    expect(await hall.ask('hearing.open', { hearingId, override })).toMatchObject({ ok: true });
  });

  test('is refused after a check that failed or is too old, until a person accepts it with a reason', async () => {
    const hearingId = await hall.checkedHearing();
    hall.clock.skipMs = 121 * 60_000;
    expect(key(await hall.ask('hearing.open', { hearingId, override: null }))).toBe('hearing.not-checked');
    const override = { reason: 'the judge decided', person: 'B. Sample' };
    expect((await hall.ask('hearing.open', { hearingId, override })).ok).toBe(true);
    const opened = hall.entries.find(([, entry]) => entry.kind === 'hearing.opened')?.[1];
    expect(opened?.body).toMatchObject({ override });
  });

  test('goes ahead without devices, with an alarm that stands until they record', async () => {
    const hearingId = await hall.checkedHearing();
    hall.behaviour.record = async () => failed({ key: 'recorder.device-missing', args: { seat: 'judge' } });
    expect((await hall.ask('hearing.open', { hearingId, override: null })).ok).toBe(true);
    expect(hall.rooms.alarms.list().map((alarm) => alarm.fault.key)).toEqual(['recorder.device-missing']);
    hall.behaviour.record = async () => ({ ok: true, value: undefined });
    await keepRecording(hall.rooms);
    expect(hall.rooms.alarms.list()).toEqual([]);
    expect(hall.rooms.recorder.plan()).toMatchObject({ mode: 'record', hearingId });
  });

  test('of a second hearing is refused while one is held', async () => {
    const second = await hall.checkedHearing();
    await openedHearing();
    expect(key(await hall.ask('hearing.open', { hearingId: second, override: null }))).toBe('hearing.another-is-open');
    expect(key(await hall.ask('hearing.check', { hearingId: second }))).toBe('hearing.another-is-open');
    expect(key(await hall.ask('hearing.select', { hearingId: null }))).toBe('hearing.another-is-open');
    expect(key(await hall.ask('hall.set-up', { card: hall.rooms.setup.card() }))).toBe('setup.during-hearing');
  });

  test('twice at once opens once', async () => {
    const hearingId = await hall.checkedHearing();
    const both = await Promise.all([1, 2].map(() => hall.ask('hearing.open', { hearingId, override: null })));
    expect(both.map((each) => each.ok).sort()).toEqual([false, true]);
    expect(hall.kinds(hearingId).filter((kind) => kind === 'hearing.opened')).toHaveLength(1);
  });
});

describe('deliberation (L5)', () => {
  test('closes everything at the moment it was pressed and journals who confirmed it', async () => {
    const hearingId = await openedHearing();
    const beforeUs = nowUs(hall, hearingId);
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' }, 'bench');
    const cutAtUs = hall.closed.at(-1)!.cutAtUs!;
    expect(cutAtUs).toBeGreaterThanOrEqual(beforeUs);
    expect(cutAtUs).toBeLessThanOrEqual(nowUs(hall, hearingId));
    expect(hall.kinds(hearingId).slice(-2)).toEqual(['hearing.paused', 'capture.closed']);
    expect(hall.entries.at(-2)?.[1]).toMatchObject({
      author: { role: 'judge' },
      body: { atUs: cutAtUs, byOralOrder: true, recordingGoesOn: false },
    });
  });

  test('is kept even when the disk is full and the journal cannot say so', async () => {
    await openedHearing();
    hall.behaviour.isDiskFull = true;
    const paused = await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    expect(key(paused)).toBe('archive.unwritable');
    expect(hall.rooms.recorder.plan().mode).toBe('closed');
    await keepRecording(hall.rooms);
    expect(hall.rooms.recorder.plan().mode).toBe('closed');
    expect((await hall.ask('hearing.resume', { byOralOrder: false })).ok).toBe(true);
    expect(hall.rooms.recorder.plan().mode).toBe('record');
  });

  test('ends by an explicit act only', async () => {
    const hearingId = await openedHearing();
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    await keepRecording(hall.rooms);
    expect(hall.rooms.recorder.plan().mode).toBe('closed');
    expect(key(await hall.ask('mark.set', { template: '', text: 'x', kind: 'note', atUs: null }))).toBe(
      'hearing.wrong-phase',
    );
    await hall.ask('hearing.resume', { byOralOrder: true });
    expect(hall.rooms.recorder.plan()).toMatchObject({ mode: 'record', hearingId });
    expect(hall.kinds(hearingId).at(-1)).toBe('hearing.resumed');
  });

  test('wins over devices that are still being opened', async () => {
    const hearingId = await hall.checkedHearing();
    let open: () => void = () => {};
    hall.behaviour.record = () =>
      new Promise((resolve) => {
        open = () => resolve({ ok: true, value: undefined });
      });
    const opening = hall.ask('hearing.open', { hearingId, override: null });
    await waitFor(() => hall.desk.isOpeningDevices);
    const pausing = hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    await pausing;
    open();
    await opening;
    expect(hall.rooms.recorder.plan().mode).toBe('closed');
  });

  test('is reached from a technical break that is being recorded (P19)', async () => {
    await openedHearing();
    const closes = hall.closed.length;
    await hall.ask('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: 'sound' });
    expect(hall.closed.length).toBe(closes);
    expect(hall.rooms.recorder.plan().mode).toBe('record');
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    expect(hall.rooms.recorder.plan().mode).toBe('closed');
  });
});

describe('marks', () => {
  test('are stamped on arrival or at a moment that has been', async () => {
    const hearingId = await openedHearing();
    const set = await hall.ask('mark.set', { template: 'witness', text: '', kind: 'mark', atUs: null }, 'bench');
    expect(set.ok && set.value.atUs).toBeGreaterThan(0);
    expect((await hall.ask('mark.set', { template: '', text: 'n', kind: 'note', atUs: 1 })).ok).toBe(true);
    expect(key(await hall.ask('mark.set', { template: '', text: 'n', kind: 'note', atUs: -1 }))).toBe(
      'mark.outside-record',
    );
    expect(
      key(
        await hall.ask('mark.set', {
          template: '',
          text: 'n',
          kind: 'note',
          atUs: nowUs(hall, hearingId) + 60_000_000,
        }),
      ),
    ).toBe('mark.outside-record');
  });

  test('taken back stay in the journal and cannot be taken back twice', async () => {
    const hearingId = await openedHearing();
    const set = await hall.ask('mark.set', { template: 'witness', text: '', kind: 'mark', atUs: null });
    const { markId } = (set as unknown as { value: { markId: string } }).value;
    expect((await hall.ask('mark.take-back', { markId })).ok).toBe(true);
    expect(key(await hall.ask('mark.take-back', { markId }))).toBe('mark.unknown');
    expect(hall.journals.view(hearingId)?.marks).toMatchObject([{ markId, takenBack: true }]);
  });
});

describe('the end', () => {
  test('closes the record, stamps the end behind it and verifies', async () => {
    const hearingId = await openedHearing();
    expect((await hall.ask('hearing.end', { byOralOrder: false })).ok).toBe(true);
    await waitFor(() => hall.kinds(hearingId).at(-1) === 'record.verified');
    expect(hall.kinds(hearingId).slice(-3)).toEqual(['capture.closed', 'hearing.ended', 'record.verified']);
    expect(hall.closed.at(-1)).toEqual({ cutAtUs: null, lamp: 'off' });
    await keepRecording(hall.rooms);
    expect(hall.rooms.recorder.plan().mode).toBe('closed');
    expect(key(await hall.ask('hearing.end', { byOralOrder: false }))).toBe('hearing.unknown');
  });
});

describe('the case', () => {
  test('number of a hearing that has begun changes by reassigning only, and the old one stays in the journal', async () => {
    const hearingId = await openedHearing();
    expect(key(await hall.ask('hearing.change-card', { hearingId, card: { ...card, caseNumber: 'other' } }))).toBe(
      'hearing.reason-needed',
    );
    expect((await hall.ask('hearing.change-card', { hearingId, card: { ...card, judge: 'C. Sample' } })).ok).toBe(true);
    await hall.ask('hearing.reassign-case', { hearingId, caseNumber: 'other', reason: 'wrong case opened' });
    expect(hall.journals.view(hearingId)?.card).toMatchObject({ caseNumber: 'other', judge: 'C. Sample' });
    expect(hall.entries.at(-1)?.[1].body).toEqual({
      fromCaseNumber: card.caseNumber,
      toCaseNumber: 'other',
      reason: 'wrong case opened',
    });
  });
});
