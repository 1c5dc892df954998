import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvitationShown } from '#contract/participants.ts';
import type { TestRow } from '#contract/test-session.ts';
import type { HearingId } from '#domain/ids.ts';
import { hallOfOne, inventedCard } from '../stage/hall-card.ts';
import { entriesOf, filesUnder, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { bothUp, freePort, pairByCode, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { authorityOf, knock, openPage, smallestPage, type ScriptedPage } from './join-page.ts';
import { until } from './start-service.ts';

const pageFolder = smallestPage();
const check = { camera: 'on', light: 'dark', noise: 'good', speech: 'good', movement: 'good' } as const;
const sdp = `v=0\r\nm=audio 9 RTP\r\na=fingerprint:sha-256 ${Array<string>(32).fill('AA').join(':')}\r\n`;
let port = 0;
let court: LinkedHall;
let colony: LinkedHall;
let hearingId: HearingId;
let witness: InvitationShown;
let lawyer: InvitationShown;
let page: ScriptedPage;
let ca = '';

beforeAll(async () => {
  port = await freePort();
  court = await startLinkedHall({
    TARAZY_ROOM_PORT: String(port),
    TARAZY_ROOM_HOST: '127.0.0.1',
    TARAZY_ROOM_PAGE: pageFolder,
  });
  colony = await startLinkedHall();
  await pairByCode(court, colony);
  ca = authorityOf(path.join(court.home, 'keys'));
  const { console: secretary } = court;
  await secretary.must('hall.set-up', { card: hallOfOne });
  ({ hearingId } = await secretary.must('hearing.plan', { card: inventedCard }));
  const whom = { hearingId, participantId: null, word: null } as const;
  witness = await secretary.must('participant.invite', { ...whom, name: 'W. Sample', role: 'witness' });
  lawyer = await secretary.must('participant.invite', { ...whom, name: 'L. Sample', role: 'lawyer' });
}, 60_000);
afterAll(async () => {
  await Promise.all([court.close(), colony.close()]);
  rmSync(pageFolder, { recursive: true, force: true });
});

const peerId = () => court.console.state()!.peers[0]!.id;
const rowOf = (id: string): TestRow | undefined =>
  court.console.state()?.testSession?.rows.find(({ partyId }) => partyId === id);
const journal = () => readJournal(onlyHearingFolder(court.home));
const isTold = (part: string) => JSON.stringify(page.last()).includes(part);
const refused = (key: string) => ({ ok: false, fault: { key } });

test('P15.5: a session that nobody appointed does not begin; the secretary appoints one for people and halls', async () => {
  const { console: secretary } = court;
  expect(await secretary.ask('test-session.begin', { hearingId })).toMatchObject(refused('test-session.none'));
  const plan = { hearingId, plannedAtMs: 1_800_000_000_000, specialist: 'T. Sample' };
  const strange = await secretary.ask('test-session.plan', { ...plan, invited: ['0'.repeat(64)] });
  expect(strange).toMatchObject(refused('participant.unknown'));
  await secretary.must('test-session.plan', { ...plan, invited: [witness.participantId] });
  await secretary.must('test-session.plan', { ...plan, invited: [witness.participantId, peerId()] });
  const { sessions } = await secretary.must('test-session.list', { hearingId });
  expect(sessions).toMatchObject([{ no: 1, specialist: 'T. Sample', begunAtMs: null, rows: [{}, { role: null }] }]);
});

test('P15.5, L8: a guest comes by the same link and is told that it is a trial, and nothing of the case', async () => {
  await court.console.must('test-session.begin', { hearingId });
  page = await knock(port, ca, witness.link, witness.word);
  expect(await page.heard('test')).toMatchObject({ name: 'W. Sample', isOnLine: false });
  await until(() => rowOf(witness.participantId)?.isHere === true, 5000, 'the specialist sees the guest');
  expect(rowOf(witness.participantId)?.cameAtMs).not.toBeNull();
  expect(JSON.stringify(page.told)).not.toContain(inventedCard.caseNumber);
  // What the hearing knows of the person is as before: nobody has come to it.
  expect(court.console.state()?.participants[0]?.stage).toBe('invited');
  const other = await knock(port, ca, lawyer.link, lawyer.word);
  await other.heard('wait');
  other.drop();
});

test('P15.5: no hearing and no check begins, and nobody is let in, while nothing may be recorded', async () => {
  const { console: secretary } = court;
  const running = refused('test-session.running');
  expect(await secretary.ask('hearing.check', { hearingId })).toMatchObject(running);
  const override = { reason: 'test', person: 'test' };
  expect(await secretary.ask('hearing.open', { hearingId, override })).toMatchObject(running);
  expect(await secretary.ask('hearing.select', { hearingId: null })).toMatchObject(running);
  const { participantId } = lawyer;
  await until(() => secretary.state()?.participants[1]?.stage === 'waiting', 5000, 'the lawyer waits');
  expect(await secretary.ask('participant.admit', { participantId })).toMatchObject({ ok: false });
  expect(secretary.state()?.lamp.state).toBe('off');
});

test('P28: what the page finds out of its place is kept in words, and nothing else of the page is heard', async () => {
  page.say({ say: 'checked', check });
  await until(() => rowOf(witness.participantId)?.check?.light === 'dark', 5000, 'the specialist reads it');
  page.say({ say: 'hand', isRaised: true });
  expect(await page.heard('refused')).toMatchObject({ fault: { key: 'participant.not-in-hearing' } });
  page.say({ say: 'call.candidate', callId: crypto.randomUUID(), epoch: 1, candidate: { candidate: 'x' } });
});

test('P15.5: the support line is opened to one guest, carries, is counted, and is ended', async () => {
  const { console: secretary } = court;
  const { participantId } = witness;
  const absent = await secretary.ask('test-session.speak', { participantId: lawyer.participantId, isOn: true });
  expect(absent).toMatchObject(refused('participant.unknown'));
  const window = await court.openCallWindow();
  await secretary.must('test-session.speak', { participantId, isOn: true });
  await until(() => isTold('"isOnLine":true'), 5000, 'the page is told');
  await until(() => secretary.state()?.calls[0]?.state === 'calling', 5000, 'the page is called');
  const { callId, epoch } = secretary.state()!.calls[0]!;
  const at = { callId, epoch };
  await window.must('call.signal', { ...at, peerId: participantId, description: { type: 'offer', sdp } });
  await page.heard('call.offered');
  page.say({ say: 'call.answered', ...at, sdp });
  await until(() => court.signalled.length > 0, 5000, 'the answer came');
  await window.must('call.report', { ...at, state: 'connected' });
  await until(() => rowOf(participantId)?.isOnLine === true, 5000, 'they speak');
  await window.must('call.counted', { ...at, counts, voice: { speechDbfs: -44, overPauseDb: 30 } });
  // Who says nothing for a while was heard all the same.
  await window.must('call.counted', { ...at, counts, voice: null });
  await until(() => rowOf(participantId)?.voice?.speechDbfs === -44, 5000, 'the specialist reads how they are heard');
  await secretary.must('test-session.speak', { participantId, isOn: false });
  await page.heard('call.ended');
  await until(() => (rowOf(participantId)?.spokenMs ?? 0) > 0, 5000, 'what passed is counted');
  expect(rowOf(participantId)).toMatchObject({
    ...{ spokenMs: 10_000, isOnLine: false, figures: { receive: { kbps: 400 } } },
    voice: { speechDbfs: -44, overPauseDb: 30 },
  });
  await until(() => isTold('"isOnLine":false'), 5000, 'the page knows');
  expect(secretary.state()?.hall.seats).toHaveLength(1);
});

test('P15.5: after a crash of the service the session goes on, and the page is back in it', async () => {
  await court.service.stop('SIGKILL');
  court.restart();
  await bothUp(court, colony);
  const token = page.told.findLast((told) => 'token' in told)!;
  page = await openPage(port, ca);
  page.say({ say: 'return', token: 'token' in token ? token.token : '', language: 'ru' });
  await page.heard('test');
  await until(() => rowOf(witness.participantId)?.isHere === true, 5000, 'the specialist sees the guest');
  expect(rowOf(witness.participantId)?.check).toEqual(check);
});

test('P15.5: the word of the specialist and the end are journaled, readable later, and no byte of a record was written', async () => {
  const { console: secretary } = court;
  const of = { hearingId, no: 1, partyId: witness.participantId };
  await secretary.must('test-session.note', { ...of, isGood: false, text: 'too dark' });
  await secretary.must('test-session.end', {});
  expect(await page.heard('over')).toEqual({ say: 'over', why: 'tested' });
  const { sessions } = await secretary.must('test-session.list', { hearingId });
  expect(sessions[0]!.endedAtMs).not.toBeNull();
  expect(sessions[0]!.rows[0]).toMatchObject({ note: { isGood: false, text: 'too dark' }, spokenMs: 10_000, check });
  expect(sessions[0]!.rows[0]!.voice).toEqual({ speechDbfs: -44, overPauseDb: 30 });
  expect(sessions[0]!.rows[1]).toMatchObject({ cameAtMs: null, note: null });
  const kinds = new Set(journal().map(({ kind }) => kind));
  for (const kind of ['track.opened', 'segment.admitted', 'seat.joined', 'hearing.opened'] as const)
    expect(kinds.has(kind)).toBe(false);
  expect(filesUnder(onlyHearingFolder(court.home)).map((file) => path.basename(file))).toEqual([
    'head.json',
    'journal.jsonl',
  ]);
  expect(entriesOf(journal(), 'test-session.came').length).toBeGreaterThanOrEqual(2);
  // The same link and word open the hearing afterwards.
  const later = await knock(port, ca, witness.link, witness.word);
  await later.heard('wait');
  later.drop();
});

test('P15.5, P28: the check of the hearing tells by name whose voice was heard quietly, with the figures', async () => {
  const { console: secretary } = court;
  await secretary.must('hearing.select', { hearingId });
  await secretary.must('hall.check', { isPassive: true, only: [{ kind: 'link', subject: null }], variant: 'quick' });
  await until(() => secretary.state()?.check?.state === 'done', 10_000, 'the check is done');
  const item = secretary.state()!.check!.items.find(({ subject }) => subject === witness.participantId);
  expect(item).toMatchObject({ kind: 'link', verdict: 'look', figures: { speechDbfs: -44, overPauseDb: 30 } });
  expect(item?.findings).toContain('voice-quiet');
});

const counts = {
  ...{ overMs: 5000, roundTripsMs: 40, roundTrips: 2, received: 500, receivedLost: 5, receivedBytes: 250_000 },
  ...{ framesSeen: 75, freezes: 0, frozenMs: 0, samples: 240_000, concealed: 0, sent: 500, sentLost: 0 },
  ...{ sentBytes: 250_000, framesSent: 75 },
};
