import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HallEvents } from '#contract/hall.ts';
import type { HallPeerId, HearingId } from '#domain/ids.ts';
import { closedSession } from '#domain/hearing/view.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

/* P6: «Закрытое заседание» cuts every link and the public's monitor at once, and the record goes on. */

let hall: StandInHall;
let hearingId: HearingId;
let told: [keyof HallEvents, unknown][];
beforeEach(async () => {
  hall = await openStandInHall();
  told = [];
  Object.assign(hall.rooms, { tell: (event: keyof HallEvents, body: unknown) => told.push([event, body]) });
  hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
});
afterEach(() => hall.close());

const peerId = 'a'.repeat(64) as HallPeerId;
const isClosed = (): boolean => closedSession(hall.journals.view(hearingId)!) !== null;

test('the call is ended at once, nobody can call or be called, and recording goes on', async () => {
  const plans = hall.closed.length;
  const asked = hall.ask('session.close', { byOralOrder: true });
  // Before anything was waited for.
  expect(hall.callEnds).toEqual(['closed']);
  await hall.ask('session.dark', {}, 'call');
  expect((await asked).ok).toBe(true);
  expect(isClosed()).toBe(true);
  expect(hall.closed).toHaveLength(plans);
  const dialled = await hall.ask('call.dial', { peerId });
  expect(dialled).toMatchObject({ ok: false, fault: { key: 'hearing.session-closed' } });
  expect(hall.kinds(hearingId).slice(-2)).toEqual(['session.closed', 'session.darkened']);
  const [, darkened] = hall.entries.at(-1)!;
  expect(darkened.body).toMatchObject({ isCallEnded: false });
  expect(told).toEqual([
    ['session.closed', {}],
    ['session.closed', {}],
  ]);
});

test('a call window that does not let go in time is ended', async () => {
  await hall.ask('session.close', { byOralOrder: false });
  expect(told.at(-1)).toEqual(['part.unwanted', { part: 'call' }]);
  const [, darkened] = hall.entries.at(-1)!;
  expect(darkened).toMatchObject({ kind: 'session.darkened', body: { isCallEnded: true } });
});

test('where the journal cannot be written it is dark all the same, and the refusal is told', async () => {
  hall.behaviour.isDiskFull = true;
  const asked = await hall.ask('session.close', { byOralOrder: false });
  expect(asked).toMatchObject({ ok: false, fault: { key: 'archive.unwritable' } });
  expect(hall.callEnds).toEqual(['closed']);
  expect(await hall.ask('call.dial', { peerId })).toMatchObject({ fault: { key: 'hearing.session-closed' } });
  hall.behaviour.isDiskFull = false;
  expect((await hall.ask('session.reopen', { byOralOrder: false })).ok).toBe(true);
  expect(await hall.ask('call.dial', { peerId })).not.toMatchObject({ fault: { key: 'hearing.session-closed' } });
});

test('only an explicit order opens it again, a pause and its end do not, and nobody is dialled by it', async () => {
  await hall.ask('session.close', { byOralOrder: false });
  await hall.ask('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: '' });
  await hall.ask('hearing.resume', { byOralOrder: false });
  expect(isClosed()).toBe(true);
  expect((await hall.ask('session.close', { byOralOrder: false })).ok).toBe(true);
  expect(hall.kinds(hearingId).filter((kind) => kind === 'session.closed')).toHaveLength(1);
  await hall.ask('session.reopen', { byOralOrder: true });
  expect(isClosed()).toBe(false);
  expect(hall.kinds(hearingId).at(-1)).toBe('session.reopened');
  expect(hall.journals.view(hearingId)!.closedSessions).toHaveLength(1);
});

test('the end of the hearing ends it', async () => {
  await hall.ask('session.close', { byOralOrder: false });
  await hall.ask('hearing.end', { byOralOrder: false });
  const [session] = hall.journals.view(hearingId)!.closedSessions;
  expect(session!.toUs).toBeGreaterThan(session!.fromUs);
});

test('outside a hearing there is nothing to close', async () => {
  await hall.ask('hearing.end', { byOralOrder: false });
  expect(await hall.ask('session.close', { byOralOrder: false })).toMatchObject({ fault: { key: 'hearing.unknown' } });
});
