import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceSeen } from '#domain/check/inventory.ts';
import { card, openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
beforeEach(async () => {
  hall = await openStandInHall();
});
afterEach(() => hall.close());

const judge = { kind: 'microphone', subject: 'judge' } as const;

describe('the test of one thing', () => {
  test('records that seat alone and journals nothing', async () => {
    const outcome = await hall.ask('check.item', judge);
    expect(outcome).toMatchObject({ ok: true, value: { items: [{ subject: 'judge', verdict: 'good' }] } });
    expect(hall.recorded.map(({ seats, isTest }) => [seats.map(({ id }) => id), isTest])).toEqual([[['judge'], true]]);
    expect(hall.entries).toEqual([]);
  });

  test('knows no seat that the hall does not have', async () => {
    const outcome = await hall.ask('check.item', { ...judge, subject: 'nobody' });
    expect(outcome).toMatchObject({ ok: false, fault: { key: 'setup.seat-invalid' } });
  });

  test('is not begun twice at once', async () => {
    const first = hall.ask('check.item', judge);
    const second = await hall.ask('check.item', judge);
    expect(second).toMatchObject({ ok: false, fault: { key: 'check.running' } });
    expect(await first).toMatchObject({ ok: true });
  });

  test('gives way to a hearing that opens at once, and does not begin while one is held', async () => {
    const hearingId = await hall.checkedHearing();
    const running = hall.ask('check.item', judge);
    await waitFor(() => hall.recorded.length === 2);
    const begunMs = performance.now();
    expect(await hall.ask('hearing.open', { hearingId, override: null })).toMatchObject({ ok: true });
    expect(performance.now() - begunMs).toBeLessThan(2500);
    expect(await running).toMatchObject({ ok: true, value: { items: [] } });
    expect(hall.desk.itemTest).toBeNull();
    expect(await hall.ask('check.item', judge)).toMatchObject({ ok: false, fault: { key: 'setup.during-hearing' } });
  });

  test('gives way to the check of a hearing', async () => {
    const planned = await hall.ask('hearing.plan', { card });
    if (!planned.ok) throw new Error('not planned');
    const running = hall.ask('check.item', judge);
    await waitFor(() => hall.recorded.length === 1);
    await hall.ask('hearing.check', { hearingId: planned.value.hearingId });
    expect(await running).toMatchObject({ ok: true, value: { items: [] } });
    await waitFor(() => hall.desk.check?.state === 'done');
    expect(hall.closed.length).toBe(hall.recorded.length);
  });
});

describe('the devices of the hall', () => {
  const camera: DeviceSeen = {
    ...{ kind: 'camera', label: 'Camera', serial: '', id: 'one', port: '', figures: {}, version: '' },
  };

  test('are compared with those of the last check that passed', async () => {
    await hall.ask('devices.report', { devices: [camera] });
    const first = await hall.ask('devices.list', {});
    expect(first).toMatchObject({ ok: true, value: { lastGoodMs: null, changes: [], routes: null, now: [camera] } });
    await hall.checkedHearing();
    await waitFor(() => hall.rooms.inventory.lastGood() !== null);
    await hall.ask('devices.report', { devices: [] });
    const later = await hall.ask('devices.list', {});
    expect(later).toMatchObject({ ok: true, value: { now: [], changes: [{ what: 'gone', device: camera }] } });
  });
});
