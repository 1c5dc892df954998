import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CalledRow } from '#contract/call-up.ts';
import type { InvitationShown } from '#contract/participants.ts';
import type { HearingId } from '#domain/ids.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort, pairByCode, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { authorityOf, knock, smallestPage, type ScriptedPage } from './join-page.ts';
import { until } from './start-service.ts';

const pageFolder = smallestPage();
let roomPort = 0;
let court: LinkedHall;
let colony: LinkedHall;
let hearingId: HearingId;
let invited: InvitationShown;
let page: ScriptedPage;

beforeAll(async () => {
  roomPort = await freePort();
  court = await startLinkedHall({
    TARAZY_ROOM_PORT: String(roomPort),
    TARAZY_ROOM_HOST: '127.0.0.1',
    TARAZY_ROOM_PAGE: pageFolder,
  });
  colony = await startLinkedHall();
  await pairByCode(court, colony);
  ({ hearingId } = await court.console.must('hearing.plan', { card: inventedCard }));
  await court.console.must('hearing.select', { hearingId });
}, 60_000);
afterAll(async () => {
  await Promise.all([court.close(), colony.close()]);
  rmSync(pageFolder, { recursive: true, force: true });
});

const callUp = () => court.console.state()!.callUp!;
const siteRow = (): CalledRow | undefined => callUp().rows.find(({ role }) => role === null);
const personRow = (): CalledRow | undefined => callUp().rows.find(({ role }) => role !== null);
const becomes = (row: () => CalledRow | undefined, state: CalledRow['state'], limitMs = 5000) =>
  until(
    () => row()?.state === state,
    limitMs,
    `the row is ${state}`,
    () => JSON.stringify(callUp()),
  );
const journal = () => readJournal(onlyHearingFolder(court.home));
const sdpOf = (byte: string): string =>
  `v=0\r\nm=audio 9 RTP\r\na=fingerprint:sha-256 ${Array<string>(32).fill(byte).join(':')}\r\n`;
/** The court's call window describes its side, which is what rings over there. */
async function offerRings(): Promise<void> {
  const window = await court.openCallWindow();
  await colony.openCallWindow();
  const { callId, epoch, peerId } = court.console.state()!.calls.find(({ state }) => state === 'calling')!;
  await window.must('call.signal', { callId, epoch, peerId, description: { type: 'offer', sdp: sdpOf('AA') } });
  await colony.console.until(({ calls: [call] }) => call?.state === 'ringing', 5000, 'it rings there');
}

test('P16.3: a hearing of nobody cannot be called, and says why', async () => {
  await court.console.until((state) => state.callUp !== null, 5000, 'the hearing is on the screens');
  expect(callUp()).toEqual({ isRunning: false, remainingMs: 0, end: null, rows: [] });
  const asked = await court.console.ask('call-up.begin', {});
  expect(asked).toMatchObject({ ok: false, fault: { key: 'call.nobody-to-call' } });
});

test('P16.3: the secretary says which paired halls belong to the hearing, and a stranger is none of them', async () => {
  const peerId = court.console.state()!.peers[0]!.id;
  await court.console.must('sites.choose', { peerIds: [peerId] });
  await becomes(siteRow, 'ready');
  expect(entriesOf(journal(), 'sites.chosen').at(-1)?.body.sites).toMatchObject([{ peerId }]);
  const strange = await court.console.ask('sites.choose', { peerIds: ['0'.repeat(64)] });
  expect(strange).toMatchObject({ ok: false, fault: { key: 'peer.unknown' } });
});

test('P16.3, L8: one touch rings in the hall and tells the page that waits, and nobody of the case', async () => {
  invited = await court.console.must('participant.invite', {
    ...{ hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
  });
  await becomes(personRow, 'not-there');
  page = await knock(roomPort, authorityOf(path.join(court.home, 'keys')), invited.link, invited.word);
  expect(await page.heard('wait')).toMatchObject({ isCalled: false });
  await becomes(personRow, 'waiting');
  await court.console.must('call-up.begin', {});
  await becomes(siteRow, 'ringing');
  expect(callUp().isRunning).toBe(true);
  expect(callUp().remainingMs).toBeGreaterThan(200_000);
  await until(() => JSON.stringify(page.last()).includes('"isCalled":true'), 5000, 'the page is called');
  expect(JSON.stringify(page.told)).not.toContain(inventedCard.caseNumber);
});

test('P16.3: a hall that declines is refused with a code, and can be called again by itself', async () => {
  await offerRings();
  const { callId } = colony.console.state()!.calls[0]!;
  await colony.console.must('call.decline', { callId });
  await becomes(siteRow, 'refused');
  expect(siteRow()?.fault).toMatchObject({ key: 'call.declined' });
  const peerId = siteRow()!.partyId;
  expect(entriesOf(journal(), 'call-up.refused').map(({ body }) => [body.peerId, body.code])).toEqual([
    [peerId, 'LNK-123'],
  ]);
  await court.console.must('call-up.again', { partyId: peerId });
  await becomes(siteRow, 'ringing');
  expect(siteRow()?.fault).toBeNull();
});

test('P16.3: stopped, what only rings is let go of, the page goes on waiting, and the journal says how far it came', async () => {
  await court.console.must('call-up.stop', {});
  await becomes(siteRow, 'ready');
  expect(callUp()).toMatchObject({ isRunning: false, end: 'asked' });
  await until(() => JSON.stringify(page.last()).includes('"isCalled":false'), 5000, 'the page is no longer called');
  await until(() => entriesOf(journal(), 'call-up.ended').length === 1, 5000, 'the end is journaled');
  expect(entriesOf(journal(), 'call-up.ended')[0]!.body).toMatchObject({ end: 'asked', onLine: 0, all: 2 });
});

test('P16.3: a hall that calls us while everybody is called is answered by itself', async () => {
  await colony.console.must('call.dial', { peerId: colony.console.state()!.peers[0]!.id });
  await colony.console.until(({ calls: [call] }) => call?.state === 'calling', 5000, 'the colony calls');
  const { callId, epoch } = colony.console.state()!.calls[0]!;
  const description = { type: 'offer', sdp: sdpOf('AA') } as const;
  await colony.call!.must('call.signal', {
    ...{ callId, epoch, peerId: colony.console.state()!.peers[0]!.id, description },
  });
  await becomes(siteRow, 'rings-here');
  await court.console.must('call-up.begin', {});
  await becomes(siteRow, 'connecting');
});

test('P16.3: a hall that cannot be reached is not there, and is called the moment its link is up', async () => {
  await court.console.must('call.end', {});
  await colony.service.stop('SIGKILL');
  await becomes(siteRow, 'not-there', 15_000);
  colony.restart();
  await becomes(siteRow, 'ringing', 30_000);
});

test('P26: the official of an institution reports who has come before anybody is let in; a witness may not', async () => {
  const whom = { hearingId, participantId: null, name: 'O. Sample', role: 'official', word: null } as const;
  const official = await court.console.must('participant.invite', whom);
  const theirs = await knock(roomPort, authorityOf(path.join(court.home, 'keys')), official.link, official.word);
  await theirs.heard('wait');
  const person = {
    ...{ name: 'K. Sample', isPresent: true, document: 'passport', powers: 'not-needed', canTakePart: true, note: '' },
  } as const;
  const people = [person, { ...person, name: 'M. Sample', isPresent: false }];
  theirs.say({ say: 'attendance', people });
  const shown = () =>
    court.console.state()!.participants.find(({ participantId }) => participantId === official.participantId);
  await until(() => shown()?.attendance?.people.length === 2, 5000, 'the court reads it');
  expect(shown()?.attendance?.people).toEqual(people);
  expect(entriesOf(journal(), 'participant.attendance').map(({ body }) => body.people)).toEqual([people]);
  page.say({ say: 'attendance', people });
  expect(await page.heard('refused')).toMatchObject({ fault: { key: 'participant.not-in-hearing' } });
  theirs.drop();
});
