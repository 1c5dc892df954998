import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Asker } from '#contract/call.ts';
import type { HallPeerId, HearingId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import type { LinkMeasured } from '#domain/peers/bandwidth.ts';
import { peersEvents, type Rooms } from '../../../../src/hall/actions/index.ts';
import { measureLink, noteMeasured } from '../../../../src/hall/actions/measure-link.ts';
import { openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
let hearingId: HearingId;
/** The hall with a path that can be measured. */
let rooms: Rooms;
beforeEach(async () => {
  hall = await openStandInHall();
  hearingId = await hall.checkedHearing();
  rooms = { ...hall.rooms, peers: { ...hall.rooms.peers, measure: async () => done(measured) } };
});
afterEach(() => hall.close());

const peerId = 'a'.repeat(64) as HallPeerId;
const measured: LinkMeasured = {
  method: 'udp',
  send: { kbps: 6500, isAtLeast: true, lostShare: 0 },
  receive: { kbps: 899, isAtLeast: false, lostShare: 0.21 },
  roundTripMs: 12.3,
  leastKbps: 1000,
  verdict: 'too-little',
  atMs: 1,
};
const secretary: Asker = { windowId: '1', role: 'console', person: null };

test('P37: what was measured is evidence of the hearing on the screens, under who asked, also before it opens', async () => {
  expect(await measureLink(rooms)({ peerId }, secretary)).toEqual(done({ measured }));
  expect(hall.entries.at(-1)).toMatchObject([
    hearingId,
    { kind: 'link.measured', author: { role: 'secretary' }, body: { ...measured, peerId } },
  ]);
});

test('P37: it is evidence too when the other hall asked', async () => {
  peersEvents(() => rooms).measured(peerId, measured);
  await waitFor(() => hall.kinds(hearingId).at(-1) === 'link.measured');
  expect(hall.entries.at(-1)).toMatchObject([
    hearingId,
    { author: { role: 'system' }, body: { verdict: 'too-little' } },
  ]);
});

test('a hearing that has ended, or none, gets nothing', async () => {
  await hall.ask('hearing.open', { hearingId, override: null });
  await hall.ask('hearing.end', { byOralOrder: false });
  const before = hall.entries.length;
  expect(await noteMeasured(rooms, peerId, measured, null)).toEqual(done(undefined));
  await hall.ask('hearing.select', { hearingId: null });
  expect(await noteMeasured(rooms, peerId, measured, null)).toEqual(done(undefined));
  expect(hall.entries.length).toBe(before);
});

test('figures that could not be journaled are not answered as if they were, and an alarm stands', async () => {
  hall.behaviour.isDiskFull = true;
  expect(await measureLink(rooms)({ peerId }, secretary)).toMatchObject({
    ok: false,
    fault: { key: 'archive.unwritable' },
  });
  expect(hall.rooms.alarms.list().map(({ fault }) => fault.key)).toContain('archive.unwritable');
});
