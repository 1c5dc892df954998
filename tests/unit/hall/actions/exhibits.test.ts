import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallId, ExhibitId, HallPeerId, HearingId } from '#domain/ids.ts';
import type { Call } from '#domain/peers/call.ts';
import { peersEvents } from '../../../../src/hall/actions/index.ts';
import { shownNow } from '../../../../src/hall/actions/show-exhibit.ts';
import type { PageSaid, PeersEvents } from '../../../../src/hall/peers/index.ts';
import { openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

/* P36, P6, L5: what is kept, taken, sent and shown, and when not. */

const peerId = 'a'.repeat(64) as HallPeerId;
const stranger = 'b'.repeat(64) as HallPeerId;
const call: Call = {
  peerId,
  callId: '0b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId,
  epoch: 1,
  side: 'callee',
  state: 'connected',
  isAccepted: true,
  sinceMs: 0,
  end: null,
  figures: null,
  voice: null,
  way: 'straight',
};
const bytes = Buffer.from('%PDF-1.7 invented');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const paperOf = (exhibitId: ExhibitId) =>
  ({ exhibitId, name: 'Contract.pdf', format: 'pdf', lengthBytes: bytes.length, sha256 }) as const;

let hall: StandInHall;
let hearingId: HearingId;
let events: PeersEvents;
let said: (readonly [HallPeerId, PageSaid])[];
beforeEach(async () => {
  hall = await openStandInHall();
  hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
  hall.behaviour.call = call;
  said = [];
  const exhibits = {
    ...hall.rooms.peers.exhibits,
    say: (to: HallPeerId, page: PageSaid) => void said.push([to, page]),
  };
  Object.assign(hall.rooms, { peers: { ...hall.rooms.peers, exhibits } });
  events = peersEvents(() => hall.rooms);
});
afterEach(() => hall.close());

const shown = () => hall.journals.view(hearingId)!.shownExhibit;
async function brought(): Promise<ExhibitId> {
  const asked = await hall.ask('exhibit.add', { name: 'Contract.pdf', lengthBytes: bytes.length });
  if (!asked.ok) throw new Error(asked.fault.key);
  const upload = (await hall.rooms.exhibits.claim(asked.value.url.split('/').at(-1)!))!;
  await upload.write(bytes);
  const kept = await upload.finish();
  if (!kept.ok) throw new Error(kept.fault.key);
  return kept.value.exhibitId;
}
async function received(from = peerId): Promise<ExhibitId> {
  const paper = paperOf(randomUUID() as ExhibitId);
  const taken = await events.takeExhibit(from, paper);
  if (typeof taken === 'string') throw new Error(taken);
  await taken.write(bytes);
  const finished = await taken.finish();
  if (!finished.ok) throw new Error(finished.fault.key);
  return paper.exhibitId;
}

describe('an exhibit that another hall offers', () => {
  test('is taken from a hall on the line, and from nobody else', async () => {
    const exhibitId = await received();
    expect(hall.journals.view(hearingId)!.exhibits).toMatchObject([{ exhibitId, peerId, isClosed: false }]);
    expect(await events.takeExhibit(stranger, paperOf(randomUUID() as ExhibitId))).toBe('not-on-line');
    hall.behaviour.call = { ...call, isAccepted: false, state: 'ringing' };
    expect(await events.takeExhibit(peerId, paperOf(randomUUID() as ExhibitId))).toBe('not-on-line');
  });

  test('that lies here already is not taken again, and other bytes under its id never', async () => {
    const exhibitId = await received();
    expect(await events.takeExhibit(peerId, paperOf(exhibitId))).toBe('here');
    expect(await events.takeExhibit(peerId, { ...paperOf(exhibitId), sha256: '0'.repeat(64) })).toBe('altered');
  });

  test('that was whole only after the session was closed is not kept (P6)', async () => {
    const paper = paperOf(randomUUID() as ExhibitId);
    const taken = await events.takeExhibit(peerId, paper);
    if (typeof taken === 'string') throw new Error(taken);
    await taken.write(bytes);
    const closing = hall.ask('session.close', { byOralOrder: false });
    expect(await taken.finish()).toMatchObject({ ok: false, fault: { key: 'hearing.session-closed' } });
    await closing;
    expect(await hall.rooms.exhibits.isThere(hall.journals.folderOf(hearingId), paper)).toBe(false);
    expect(hall.journals.view(hearingId)!.exhibits).toEqual([]);
    expect(await events.takeExhibit(peerId, paper)).toBe('closed');
  });

  test('is not taken while nothing may be recorded (L5), without a hearing, and where the record needs the room', async () => {
    const paper = paperOf(randomUUID() as ExhibitId);
    hall.behaviour.freeBytes = 1000;
    expect(await events.takeExhibit(peerId, paper)).toBe('no-room');
    expect(await hall.ask('exhibit.add', { name: 'x', lengthBytes: 10 })).toMatchObject({
      fault: { key: 'exhibit.no-room' },
    });
    hall.behaviour.freeBytes = 1e12;
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    expect(await events.takeExhibit(peerId, paper)).toBe('closed');
    await hall.ask('hearing.end', { byOralOrder: false });
    expect(await events.takeExhibit(peerId, paper)).toBe('no-hearing');
  });
});

describe('what another hall shows', () => {
  test('is shown here while it is on the line, and goes with it', async () => {
    const exhibitId = await received();
    events.exhibitPage(peerId, { exhibitId, sha256, page: 4 });
    await waitFor(() => shown()?.page === 4);
    expect(shown()).toEqual({ exhibitId, page: 4, peerId, isForPublic: true });
    events.callChanged({ call: { ...call, state: 'ended', end: 'peer' }, became: 'ended', by: null });
    await waitFor(() => shown() === null);
  });

  test('is not followed for a hall that is not on the line, for other bytes, and for what came in closed session', async () => {
    const exhibitId = await received();
    await hall.ask('session.close', { byOralOrder: false });
    const closed = await brought();
    await hall.ask('session.reopen', { byOralOrder: false });
    for (const [from, page] of [
      [stranger, { exhibitId, sha256, page: 1 }],
      [peerId, { exhibitId, sha256: '0'.repeat(64), page: 1 }],
      [peerId, { exhibitId: closed, sha256, page: 1 }],
    ] as const) {
      events.exhibitPage(from, page);
      await waitFor(() => hall.desk.followingPage === 'no');
      expect(shown()).toBeNull();
    }
    events.exhibitPage(peerId, { exhibitId, sha256, page: 1 });
    await waitFor(() => shown() !== null);
  });

  test('a hundred pages in a moment cost a few entries, and the last one is shown', async () => {
    const exhibitId = await received();
    for (let page = 1; page <= 100; page += 1) events.exhibitPage(peerId, { exhibitId, sha256, page });
    await waitFor(() => shown()?.page === 100);
    expect(hall.kinds(hearingId).filter((kind) => kind === 'exhibit.shown').length).toBeLessThan(5);
  });
});

describe('what this hall shows', () => {
  test('is told to the hall on the line, again when the link is back, and to no other', async () => {
    const exhibitId = await brought();
    await hall.ask('exhibit.show', { exhibitId, page: 2 });
    events.linkUp(stranger);
    events.linkUp(peerId);
    const page = [peerId, { exhibitId, sha256, page: 2 }];
    expect(said).toEqual([page, page]);
    await hall.ask('exhibit.hide', {});
    events.linkUp(peerId);
    expect(said.slice(2)).toEqual([
      [peerId, { exhibitId, page: null }],
      [peerId, { exhibitId: null, page: null }],
    ]);
  });

  test('P6: in closed session is for the bench alone, and nothing is said of it, on reopening neither', async () => {
    await hall.ask('session.close', { byOralOrder: false });
    const exhibitId = await brought();
    await hall.ask('exhibit.show', { exhibitId, page: 1 });
    expect(shown()).toMatchObject({ exhibitId, isForPublic: false });
    events.linkUp(peerId);
    await hall.ask('exhibit.hide', {});
    await hall.ask('exhibit.show', { exhibitId, page: 1 });
    await hall.ask('session.reopen', { byOralOrder: false });
    expect(shown()).toBeNull();
    await hall.ask('exhibit.show', { exhibitId, page: 1 });
    expect(shown()).toMatchObject({ isForPublic: false });
    expect(JSON.stringify(said)).not.toContain(exhibitId);
    expect(await hall.ask('exhibit.send', { exhibitId, peerId })).toMatchObject({ fault: { key: 'exhibit.closed' } });
  });

  test('L5: is off in deliberation and in a break, also where the journal cannot be written, and nothing is shown there', async () => {
    const exhibitId = await brought();
    await hall.ask('exhibit.show', { exhibitId, page: 1 });
    hall.behaviour.isDiskFull = true;
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    expect(shownNow(hall.rooms, hall.journals.view(hearingId)!)).toBeNull();
    hall.behaviour.isDiskFull = false;
    await hall.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '' });
    expect(shown()).toBeNull();
    expect(await hall.ask('exhibit.show', { exhibitId, page: 1 })).toMatchObject({
      fault: { key: 'hearing.wrong-phase' },
    });
  });
});
