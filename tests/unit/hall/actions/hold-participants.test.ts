import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import { participantsEvents, placeOf } from '../../../../src/hall/actions/index.ts';
import type { Invited } from '../../../../src/hall/participants/index.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

/* What the court orders about participants, and what their pages may see of it, without a socket. */

let hall: StandInHall;
let hearingId: HearingId;
let whom: Invited | null = null;
let refreshes: string[];
beforeEach(async () => {
  whom = null;
  hall = await openStandInHall();
  refreshes = [];
  Object.assign(hall.rooms.participants, {
    invite: async () => done({ link: 'https://hall/#x', word: 'w', fingerprint: null }),
    isHere: () => true,
    refresh: () => refreshes.push(whom === null ? 'nowhere' : (place()?.say ?? 'nowhere')),
  });
  hearingId = await hall.checkedHearing();
  const invited = await hall.ask('participant.invite', {
    ...{ hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
  });
  if (!invited.ok) throw new Error(invited.fault.key);
  whom = { hearingId, participantId: invited.value.participantId };
  await hall.ask('hearing.select', { hearingId });
  await events().joined(known(), 'word', 'ru');
});
afterEach(() => hall.close());

const events = () => participantsEvents(() => hall.rooms);
const known = (): Invited => whom!;
const place = () => placeOf(hall.rooms, known());
const admit = () => hall.ask('participant.admit', { participantId: known().participantId });
const open = () => hall.ask('hearing.open', { hearingId, override: null });

test('P15.5: on the day a participant may be let in before the hearing opens, and is still there when it does', async () => {
  expect(place()).toMatchObject({ say: 'wait' });
  expect((await admit()).ok).toBe(true);
  expect(place()).toMatchObject({ say: 'inside', isCut: false, phase: 'checked' });
  await open();
  expect(place()).toMatchObject({ say: 'inside', isCut: false, phase: 'open' });
});

test('a participant of a hearing that is not on the screens cannot be let in, and one that was is cut', async () => {
  await hall.ask('hearing.select', { hearingId: null });
  expect(await admit()).toMatchObject({ ok: false, fault: { key: 'participant.unknown' } });
  await hall.ask('hearing.select', { hearingId });
  await admit();
  await hall.ask('hearing.select', { hearingId: null });
  expect(place()).toMatchObject({ say: 'inside', isCut: true });
});

test('P6: in a closed session pages wait from the order on, also where the journal cannot be written', async () => {
  await admit();
  await open();
  refreshes = [];
  hall.behaviour.isDiskFull = true;
  const asked = hall.ask('session.close', { byOralOrder: true });
  // Before anything was waited for.
  expect(refreshes).toEqual(['wait']);
  await asked;
  expect(place()).toMatchObject({ say: 'wait' });
  hall.behaviour.isDiskFull = false;
  expect(await admit()).toMatchObject({ ok: false });
});

test('L5: in deliberation pages are cut from the order on, also where the journal cannot be written', async () => {
  await admit();
  await open();
  hall.behaviour.isDiskFull = true;
  const asked = hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  await asked;
  expect(place()).toMatchObject({ say: 'inside', isCut: true });
});

test('the end of the hearing leaves nobody anywhere', async () => {
  await admit();
  await open();
  await hall.ask('hearing.end', { byOralOrder: false });
  expect(place()).toBeNull();
  expect(await admit()).toMatchObject({ ok: false, fault: { key: 'participant.unknown' } });
  const late = await hall.ask('participant.invite', {
    ...{ hearingId, participantId: null, name: 'L. Late', role: 'party', word: null },
  });
  expect(late).toMatchObject({ ok: false, fault: { key: 'hearing.wrong-phase' } });
});

test('a link of which the journal knows nothing is withdrawn again', async () => {
  const withdrawn: ParticipantId[] = [];
  Object.assign(hall.rooms.participants, {
    async withdraw(participantId: ParticipantId) {
      withdrawn.push(participantId);
      return done(undefined);
    },
  });
  hall.behaviour.isDiskFull = true;
  const invited = await hall.ask('participant.invite', {
    ...{ hearingId, participantId: null, name: 'X. Sample', role: 'expert', word: null },
  });
  expect(invited).toMatchObject({ ok: false, fault: { key: 'archive.unwritable' } });
  expect(withdrawn).toHaveLength(1);
});

test('P9: from the console it is an oral order, on the bench the judge’s own decision', async () => {
  await admit();
  const identify = (role: 'console' | 'bench', isConfirmed: boolean) =>
    hall.ask('participant.identify', { participantId: known().participantId, isConfirmed }, role);
  const identity = () => hall.journals.view(hearingId)?.participants[0]?.identity;
  await identify('console', true);
  expect(identity()).toEqual({ isConfirmed: true, byOralOrder: true });
  await identify('bench', false);
  expect(identity()).toEqual({ isConfirmed: false, byOralOrder: false });
  expect(place()).toMatchObject({ say: 'inside', isIdentified: false });
});

test('what strangers do at the door stands in no journal but that of a hearing that is held', async () => {
  const refusal = { whom: null, key: 'participant.link-dead', why: 'knock', times: 1 } as const;
  events().refused(refusal);
  await open();
  events().refused({ ...refusal, times: 7 });
  await hall.journals.settle();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const refused = hall.entries.map(([, entry]) => entry).filter(({ kind }) => kind === 'participant.refused');
  expect(refused.map(({ body }) => body)).toMatchObject([{ participantId: null, code: 'PAR-102', times: 7 }]);
});
