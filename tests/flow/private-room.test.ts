import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvitationShown } from '#contract/participants.ts';
import type { JoinTold } from '#contract/join.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort } from './hall-pair.ts';
import { authorityOf, knock, smallestPage, type ScriptedPage } from './join-page.ts';
import { openScriptedHearing, type ScriptedHall } from './scripted-hall.ts';
import { until } from './start-service.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-private-'));
const pageFolder = smallestPage();
const sdp = `v=0\r\nm=audio 9 RTP\r\na=fingerprint:sha-256 ${Array<string>(32).fill('AA').join(':')}\r\n`;
let hall: ScriptedHall;
let port = 0;
type Person = { invited: InvitationShown; page: ScriptedPage };
const people: Record<'lawyer' | 'client' | 'witness', Person> = {} as never;

beforeAll(async () => {
  port = await freePort();
  hall = await openScriptedHearing(home, 1, {
    TARAZY_ROOM_PORT: String(port),
    TARAZY_ROOM_HOST: '127.0.0.1',
    TARAZY_ROOM_PAGE: pageFolder,
  });
  const ca = authorityOf(path.join(home, 'keys'));
  for (const name of ['lawyer', 'client', 'witness'] as const) {
    const invited = await hall.secretary.must('participant.invite', {
      ...{ hearingId: hall.hearingId, participantId: null, name, word: null },
      role: name === 'client' ? 'party' : name,
    });
    const page = await knock(port, ca, invited.link, invited.word);
    people[name] = { invited, page };
    await page.heard('wait');
  }
}, 120_000);
afterAll(async () => {
  await hall.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(pageFolder, { recursive: true, force: true });
});

const idOf = ({ invited }: Person) => invited.participantId;
const place = ({ page }: Person): JoinTold['say'] | undefined =>
  page.told.findLast((told) => ['wait', 'inside', 'private', 'over'].includes(told.say))?.say;
const isAt = (person: Person, say: JoinTold['say']) => until(() => place(person) === say, 5000, `the page is ${say}`);
const frames = ({ page }: Person) => page.told.filter(({ say }) => say.startsWith('room.'));
const journal = () => readJournal(onlyHearingFolder(home));
const rooms = () => hall.secretary.state()!.privateRooms;

test('L5: only those who are in the hearing and on the line may speak in private', async () => {
  const { lawyer, client } = people;
  const participantIds = [idOf(lawyer), idOf(client)];
  const early = await hall.secretary.ask('private-room.open', { participantIds, byOralOrder: true });
  expect(early).toMatchObject({ ok: false, fault: { key: 'private-room.not-in-hearing' } });
  for (const person of Object.values(people)) {
    await hall.secretary.must('participant.admit', { participantId: idOf(person) });
    await isAt(person, 'inside');
  }
  const alone = [idOf(lawyer), idOf(lawyer)];
  const twice = await hall.secretary.ask('private-room.open', { participantIds: alone, byOralOrder: true });
  expect(twice).toMatchObject({ ok: false, fault: { key: 'private-room.not-in-hearing' } });
});

test('L5: the hall lets go of both, tells their pages and nobody else, and the journal says why', async () => {
  const { lawyer, client, witness } = people;
  await until(() => hall.secretary.state()!.calls.length === 3, 5000, 'all three are called');
  const participantIds = [idOf(lawyer), idOf(client)];
  await hall.secretary.must('private-room.open', { participantIds, byOralOrder: true });
  const told = await lawyer.page.heard('private');
  expect(told).toMatchObject({ ownId: idOf(lawyer), others: [{ participantId: idOf(client), role: 'party' }] });
  expect(JSON.stringify(told)).not.toContain(hall.secretary.state()!.hearing!.card.caseNumber);
  await client.page.heard('private');
  await until(() => rooms().length === 1, 5000, 'the secretary sees it');
  const lasting = hall.secretary.state()!.calls.filter(({ state }) => state !== 'ended');
  expect(lasting.map(({ peerId }) => peerId)).toEqual([idOf(witness)]);
  expect(place(witness)).toBe('inside');
  expect(JSON.stringify(witness.page.told)).not.toContain(told.roomId);
  expect(entriesOf(journal(), 'private-room.opened')[0]?.body).toMatchObject({ participantIds, byOralOrder: true });
});

test('L5: the hall hands frames from one page to the other and to nobody else, and keeps none of them', async () => {
  const { lawyer, client, witness } = people;
  const { roomId } = rooms()[0]!;
  const said = { say: 'room.described', roomId, epoch: 7, type: 'offer', sdp } as const;
  lawyer.page.say({ ...said, party: idOf(client) });
  await until(() => frames(client).length === 1, 5000, 'the offer is handed on');
  expect(frames(client)).toEqual([{ ...said, party: idOf(lawyer) }]);
  // Into the room from outside, out of it, and into a room that is none.
  witness.page.say({ ...said, party: idOf(client) });
  lawyer.page.say({ ...said, party: idOf(witness) });
  lawyer.page.say({ ...said, roomId: crypto.randomUUID(), party: idOf(client) });
  client.page.say({ say: 'room.here', roomId, party: idOf(lawyer) });
  await until(() => frames(lawyer).length === 1, 5000, 'what came after all of these is handed on');
  expect([frames(client).length, frames(witness).length]).toEqual([1, 0]);
  expect(JSON.stringify(journal())).not.toContain('fingerprint:');
  // No frame of a call with the hall passes meanwhile, whatever the page says.
  client.page.say({ say: 'call.answered', callId: crypto.randomUUID(), epoch: 1, sdp });
  expect(hall.secretary.state()!.calls.find(({ peerId }) => peerId === idOf(client))?.state).toBe('ended');
});

test('L5: one who speaks in private cannot be taken into a second talk', async () => {
  const participantIds = [idOf(people.lawyer), idOf(people.witness)];
  const second = await hall.secretary.ask('private-room.open', { participantIds, byOralOrder: true });
  expect(second).toMatchObject({ ok: false, fault: { key: 'private-room.already' } });
});

test('L5: either of them ends it, and both are back where they were, called anew by the hall', async () => {
  const { lawyer, client } = people;
  client.page.say({ say: 'end-private' });
  await Promise.all([isAt(lawyer, 'inside'), isAt(client, 'inside')]);
  await until(
    () => hall.secretary.state()!.calls.filter(({ state }) => state !== 'ended').length === 3,
    5000,
    'all three are on the line again',
  );
  expect(rooms()).toEqual([]);
  expect(entriesOf(journal(), 'private-room.closed').map(({ body }) => body.end)).toEqual(['participant']);
  client.page.say({ say: 'end-private' });
  expect(await client.page.heard('refused')).toBeDefined();
});

test('L5: in a break they may speak; the secretary ends it too, and then nobody is on the line', async () => {
  const { lawyer, client } = people;
  await hall.secretary.must('hearing.pause', { pause: 'break', byOralOrder: true, note: '', announcedMin: null });
  const participantIds = [idOf(lawyer), idOf(client)];
  await hall.secretary.must('private-room.open', { participantIds, byOralOrder: true });
  await isAt(lawyer, 'private');
  await until(() => rooms().length === 1, 5000, 'the secretary sees it');
  await hall.secretary.must('private-room.close', { roomId: rooms()[0]!.roomId });
  await isAt(lawyer, 'inside');
  expect(hall.secretary.state()!.calls.every(({ state }) => state === 'ended')).toBe(true);
  await hall.secretary.must('hearing.resume', { byOralOrder: true });
});

test('L5, P6: whoever is sent out ends the talk of the other, and so does a closed session', async () => {
  const { lawyer, client, witness } = people;
  const open = (participantIds: Person['invited']['participantId'][]) =>
    hall.secretary.must('private-room.open', { participantIds, byOralOrder: true });
  await open([idOf(lawyer), idOf(client)]);
  await isAt(client, 'private');
  await hall.secretary.must('participant.remove', { participantId: idOf(lawyer), reason: 'order' });
  await isAt(client, 'inside');
  await open([idOf(witness), idOf(client)]);
  await isAt(client, 'private');
  await hall.secretary.must('session.close', { byOralOrder: true });
  await Promise.all([isAt(client, 'wait'), isAt(witness, 'wait')]);
  await until(() => rooms().length === 0, 5000, 'no room is left');
});
