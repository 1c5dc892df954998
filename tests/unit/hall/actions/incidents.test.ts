import { afterEach, describe, expect, test } from 'vitest';
import type { IncidentFrame } from '#contract/peer-link.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import { fault } from '#domain/faults.ts';
import { stageOf } from '#domain/incidents/incident.ts';
import type { HallPeerId, HearingId, IncidentId } from '#domain/ids.ts';
import { watchFailures } from '../../../../src/hall/actions/incidents-found.ts';
import { hearIncident } from '../../../../src/hall/actions/incidents-of-others.ts';
import { openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
afterEach(() => hall.close());

const red: CheckItem = {
  subject: 'judge',
  kind: 'microphone',
  verdict: 'bad',
  findings: ['silent'],
  figures: { levelDbfs: -91 },
};
const override = { reason: 'a spare one is there', person: 'A. Sample' };
const listOf = (hearingId: HearingId) => hall.journals.view(hearingId)!.incidents.list;

async function openedHearing(): Promise<HearingId> {
  hall = await openStandInHall();
  const hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
  return hearingId;
}

describe('incidents of a check', () => {
  test('P17: a red item is entered once, and a later check that finds it good restores it', async () => {
    hall = await openStandInHall();
    hall.behaviour.items = [red];
    const hearingId = await hall.checkedHearing();
    expect(listOf(hearingId)).toMatchObject([{ cause: { source: 'check', item: red }, isInHearing: false }]);
    await hall.ask('hearing.check', { hearingId });
    await waitFor(() => hall.desk.check?.state === 'done');
    expect(listOf(hearingId)).toHaveLength(1);
    hall.behaviour.items = [{ ...red, verdict: 'good', findings: [] }];
    await hall.ask('hearing.check', { hearingId });
    await waitFor(() => hall.desk.check?.state === 'done');
    expect(listOf(hearingId).map(stageOf)).toEqual(['restored']);
  });

  test('P16.1: a hearing opened with it keeps the reason and the person; want of room on the disk is an incident too', async () => {
    hall = await openStandInHall();
    hall.behaviour.items = [red];
    const hearingId = await hall.checkedHearing();
    hall.behaviour.freeBytes = 1e6;
    expect((await hall.ask('hearing.open', { hearingId, override })).ok).toBe(true);
    expect(listOf(hearingId)).toMatchObject([
      { cause: { item: { subject: 'judge' } }, accepted: override },
      { cause: { fault: { key: 'disk.no-room' }, code: 'DSK-101' }, accepted: override },
    ]);
  });
});

describe('P19: incidents of a hearing', () => {
  const silent = fault('signal.silent', { seat: 'judge' });

  test('an alarm is entered when it has stood for ten seconds, once, and not entered again after the court has decided', async () => {
    const hearingId = await openedHearing();
    const look = watchFailures(hall.rooms);
    hall.rooms.alarms.raise(silent);
    hall.rooms.alarms.raise(fault('hearing.resume-forgotten', { minutes: 1 }));
    look();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(listOf(hearingId)).toEqual([]);
    hall.clock.skipMs += 11_000;
    look();
    look();
    await waitFor(() => listOf(hearingId).length > 0);
    expect(listOf(hearingId)).toMatchObject([{ cause: { fault: silent, code: 'SIG-201' }, isInHearing: true }]);
    const { incidentId } = listOf(hearingId)[0]!;
    await hall.ask('incident.tell', { incidentId, to: 'organiser', name: 'B. Sample', way: 'telephone' });
    await hall.ask('incident.estimate', { incidentId, inMin: 5, said: 'C. Sample' });
    expect((await hall.ask('incident.decide', { incidentId, choice: 'adjourn' }, 'bench')).ok).toBe(true);
    look();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(listOf(hearingId)).toHaveLength(1);
  });
});

describe('P19: a technical break', () => {
  test('enters its reason as what a person saw, once; without a reason and in other breaks nothing', async () => {
    const hearingId = await openedHearing();
    const pause = async (kind: 'break' | 'technical-break', note: string): Promise<void> => {
      await hall.ask('hearing.pause', { pause: kind, byOralOrder: true, note });
      await hall.ask('hearing.resume', { byOralOrder: true });
    };
    await pause('break', 'lunch');
    await pause('technical-break', '');
    expect(listOf(hearingId)).toEqual([]);
    await pause('technical-break', 'no sound from the other hall');
    await pause('technical-break', 'still no sound');
    expect(listOf(hearingId)).toMatchObject([{ cause: { source: 'person', text: 'no sound from the other hall' } }]);
  });
});

describe('P25: what another court tells', () => {
  const peerId = 'ab'.repeat(32) as HallPeerId;
  const incidentId = '00000000-0000-4000-8000-000000000001' as IncidentId;
  const told: Extract<IncidentFrame, { say: 'incident.told' }> = {
    say: 'incident.told',
    incidentId,
    cause: { source: 'check', item: { ...red, figures: { ...red.figures } } },
    thing: { name: '', place: 'judge' },
    agoMs: 60_000,
    restoreInMs: null,
    isRestored: false,
  };

  test('stands in the hearing with its time, which the judge decides upon, until that court says that it works', async () => {
    const hearingId = await openedHearing();
    await hearIncident(hall.rooms, peerId, told);
    await hearIncident(hall.rooms, peerId, { ...told, restoreInMs: 600_000 });
    await hearIncident(hall.rooms, peerId, { ...told, restoreInMs: 599_000 });
    expect(listOf(hearingId)).toMatchObject([{ cause: { source: 'other-court', peerId }, estimates: [{}] }]);
    expect((await hall.ask('incident.decide', { incidentId, choice: 'continue' }, 'bench')).ok).toBe(true);
    await hearIncident(hall.rooms, peerId, { ...told, isRestored: true });
    expect(listOf(hearingId).map(stageOf)).toEqual(['restored']);
  });

  test('is nobody else’s to change, and lies in the inbox where there is no hearing', async () => {
    hall = await openStandInHall();
    await hearIncident(hall.rooms, peerId, told);
    await hearIncident(hall.rooms, 'cd'.repeat(32) as HallPeerId, { ...told, isRestored: true });
    expect(hall.rooms.inbox.seen().list.map(stageOf)).toEqual(['open']);
  });
});
