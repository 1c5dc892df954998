import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvitationShown } from '#contract/participants.ts';
import type { JournalBodies, JournalEntry, JournalKind } from '#domain/journal/entries.ts';
import { freePort } from './hall-pair.ts';
import { authorityOf, get, knock, openPage, secretOf, smallestPage, type ScriptedPage } from './join-page.ts';
import { openScriptedHearing, type ScriptedHall } from './scripted-hall.ts';
import { until, type Line } from './start-service.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-participants-'));
const pageFolder = smallestPage();
let port = 0;
let ca = '';
let hall: ScriptedHall;
let bench: Line;
let invited: InvitationShown;
let page: ScriptedPage;

beforeAll(async () => {
  port = await freePort();
  hall = await openScriptedHearing(home, 1, {
    TARAZY_ROOM_PORT: String(port),
    TARAZY_ROOM_HOST: '127.0.0.1',
    TARAZY_ROOM_PAGE: pageFolder,
  });
  bench = await hall.service().connect('bench');
  ca = authorityOf(path.join(home, 'keys'));
}, 120_000);
afterAll(async () => {
  bench.close();
  await hall.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(pageFolder, { recursive: true, force: true });
});

const textsUnder = (folder: string, ending: string): string =>
  readdirSync(path.join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(path.join(home, folder, name), 'utf8'))
    .join('');
function noted<Kind extends JournalKind>(kind: Kind): JournalBodies[Kind][] {
  const lines = textsUnder('archive', 'journal.jsonl').split('\n');
  const entries = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JournalEntry);
  return entries.filter((entry) => entry.kind === kind).map(({ body }) => body as JournalBodies[Kind]);
}
const shown = () => hall.secretary.state()?.participants.find((each) => each.participantId === invited.participantId);
const becomes = (stage: string) => until(() => shown()?.stage === stage, 5000, `the participant is ${stage}`);
const isAlarm = (key: string) => hall.secretary.state()?.alarms.some(({ fault }) => fault.key === key) ?? false;

test('P9: the secretary invites a witness by a link and a code word, and neither stands in the journal or a log', async () => {
  expect(hall.secretary.state()?.isRoomOpen).toBe(true);
  invited = await hall.secretary.must('participant.invite', {
    ...{ hearingId: hall.hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
  });
  expect(invited.word).toMatch(/^\p{L}+ \p{L}+ \d\d$/u);
  expect((await get(port, ca, '/')).status).toBe(200);
  expect(noted('participant.invited')).toEqual([
    { participantId: invited.participantId, name: 'W. Sample', role: 'witness' },
  ]);
  const weak = await hall.secretary.ask('participant.invite', {
    ...{ hearingId: hall.hearingId, participantId: null, name: 'X. Sample', role: 'party', word: 'no' },
  });
  expect(weak).toMatchObject({ ok: false, fault: { key: 'participant.word-weak' } });
});

test('a wrong code word is refused with a wait, told to the court and written into the journal', async () => {
  const guess = await knock(port, ca, invited.link, 'not the word');
  expect(await guess.heard('refused')).toMatchObject({
    fault: { key: 'participant.word-wrong', args: { seconds: 1 } },
  });
  const again = await knock(port, ca, invited.link, invited.word);
  expect(await again.heard('refused')).toMatchObject({ fault: { key: 'participant.wait' } });
  await until(() => noted('participant.refused').length === 2, 5000, 'both refusals are journaled');
  expect(noted('participant.refused')[0]).toMatchObject({
    ...{ participantId: invited.participantId, key: 'participant.word-wrong', code: 'PAR-103', times: 1 },
  });
  await new Promise((resolve) => setTimeout(resolve, 1100));
});

test('L8: whoever knows the word waits and is told nothing of the case', async () => {
  page = await knock(port, ca, invited.link, invited.word);
  const wait = await page.heard('wait');
  expect(JSON.stringify(wait)).not.toContain(hall.secretary.state()?.hearing?.card.caseNumber);
  await becomes('waiting');
  expect(shown()).toMatchObject({ isHere: true, language: 'kk', identity: null });
  const early = await hall.secretary.ask('participant.identify', {
    ...{ participantId: invited.participantId, isConfirmed: true },
  });
  expect(early).toMatchObject({ ok: false, fault: { key: 'participant.wrong-stage' } });
});

test('P11: a substitute is turned away, and the same link lets the right person wait again', async () => {
  const { participantId } = invited;
  await hall.secretary.must('participant.turn-away', { participantId, reason: 'substitute' });
  expect(await page.heard('over')).toEqual({ say: 'over', why: 'turned-away' });
  await becomes('turned-away');
  const absent = await hall.secretary.ask('participant.admit', { participantId });
  expect(absent).toMatchObject({ ok: false, fault: { key: 'participant.wrong-stage' } });
  page = await knock(port, ca, invited.link, invited.word);
  await page.heard('wait');
  await becomes('waiting');
});

test('P9: the secretary admits; the judge decides who it is, by oral order or on the bench', async () => {
  const { participantId } = invited;
  await hall.secretary.must('participant.admit', { participantId });
  expect(await page.heard('inside')).toMatchObject({ isCut: false, isIdentified: false, asksUnder16: true });
  await hall.secretary.must('participant.identify', { participantId, isConfirmed: true });
  await becomes('identified');
  expect(shown()?.identity).toEqual({ isConfirmed: true, byOralOrder: true });
  await bench.must('participant.identify', { participantId, isConfirmed: true });
  await until(() => shown()?.identity?.byOralOrder === false, 5000, 'the judge has decided himself');
  await until(
    () => page.last()?.say === 'inside' && JSON.stringify(page.last()).includes('"isIdentified":true'),
    5000,
    'the page knows',
  );
  expect(noted('participant.identified').map(({ byOralOrder }) => byOralOrder)).toEqual([true, false]);
});

test('P29: a child in the room is an alarm until it has left', async () => {
  page.say({ say: 'under-16', isPresent: true });
  await until(() => isAlarm('participant.under-16'), 5000, 'the alarm stands');
  page.say({ say: 'under-16', isPresent: false });
  await until(() => !isAlarm('participant.under-16'), 5000, 'the alarm is off');
  expect(noted('participant.under-16').map(({ isPresent }) => isPresent)).toEqual([true, false]);
});

test('P29: a child that was in the room is no alarm once its participant was sent out', async () => {
  const { participantId } = invited;
  page.say({ say: 'under-16', isPresent: true });
  await until(() => isAlarm('participant.under-16'), 5000, 'the alarm stands');
  await hall.secretary.must('participant.remove', { participantId, reason: 'under-16' });
  expect(await page.heard('over')).toEqual({ say: 'over', why: 'removed' });
  await until(() => !isAlarm('participant.under-16'), 5000, 'the alarm is off');
  page = await knock(port, ca, invited.link, invited.word);
  await page.heard('wait');
  await hall.secretary.must('participant.admit', { participantId });
  await hall.secretary.must('participant.identify', { participantId, isConfirmed: true });
  await page.heard('inside');
});

test('P14, P36: a problem is told to the court, and both sides say whether it goes well', async () => {
  const { participantId } = invited;
  page.say({ say: 'problem', text: 'No sound' });
  await until(() => isAlarm('participant.problem'), 5000, 'the court is told');
  expect(shown()?.problem?.text).toBe('No sound');
  page.say({ say: 'confirm', right: 'hears', isGood: false });
  await hall.secretary.must('participant.confirm', { participantId, right: 'hears', isGood: true });
  await until(() => shown()?.rights.hears.page === false, 5000, 'the page has said');
  expect(shown()?.rights.hears).toEqual({ page: false, hall: true });
  await hall.secretary.must('participant.report-problem', { participantId, text: 'By telephone' });
  expect(noted('participant.problem').map(({ by }) => by)).toEqual(['page', 'telephone']);
  page.say({ say: 'hand', isRaised: true });
  await until(() => shown()?.isHandRaised === true, 5000, 'the hand is seen');
});

test('P28-1: a direction of the presiding judge is read on the page', async () => {
  await hall.secretary.must('participant.direct', { participantId: null, text: 'Stand up, please' });
  await until(() => JSON.stringify(page.last()).includes('Stand up, please'), 5000, 'the direction is there');
  await hall.secretary.must('participant.mute', { participantId: invited.participantId, isMuted: true });
  await until(() => JSON.stringify(page.last()).includes('"isMuted":true'), 5000, 'the page knows that it is mute');
});

test('L5: in the deliberation nobody is heard or seen, and afterwards it is asked anew who is in the room', async () => {
  await hall.secretary.must('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  await until(() => JSON.stringify(page.last()).includes('"isCut":true'), 5000, 'the page is cut');
  await hall.secretary.must('hearing.resume', { byOralOrder: true });
  await until(() => JSON.stringify(page.last()).includes('"isCut":false'), 5000, 'the page is back');
  expect(page.last()).toMatchObject({ say: 'inside', asksUnder16: true });
});

test('a page that was cut off with the service comes back by its token to where it was', async () => {
  const { token } = await page.heard('inside');
  await hall.restart('SIGKILL');
  await page.closed();
  await until(() => hall.secretary.state()?.isRoomOpen === true, 15_000, 'the room is open again');
  page = await openPage(port, ca);
  page.say({ say: 'return', token, language: 'ru' });
  expect(await page.heard('inside')).toMatchObject({ isIdentified: true, isMuted: true });
  expect(noted('participant.joined').at(-1)).toMatchObject({ how: 'return', language: 'ru' });
});

test('P6: a closed session sends everybody out, and reopening lets nobody in by itself', async () => {
  await hall.secretary.must('session.close', { byOralOrder: true });
  await until(() => page.last()?.say === 'wait', 3000, 'the page waits');
  await becomes('waiting');
  const refused = await hall.secretary.ask('participant.admit', { participantId: invited.participantId });
  expect(refused).toMatchObject({ ok: false, fault: { key: 'hearing.session-closed' } });
  await hall.secretary.must('session.reopen', { byOralOrder: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(page.last()?.say).toBe('wait');
  await hall.secretary.must('participant.admit', { participantId: invited.participantId });
  await until(() => page.last()?.say === 'inside', 5000, 'admitted anew');
});

test('leaving is journaled, and the end of the hearing ends the link', async () => {
  page.say({ say: 'leave' });
  await becomes('left');
  expect(noted('participant.left').at(-1)).toMatchObject({ how: 'asked' });
  page = await knock(port, ca, invited.link, invited.word);
  await page.heard('wait');
  await hall.end();
  await page.closed();
  const late = await knock(port, ca, invited.link, invited.word);
  expect(await late.heard('refused')).toMatchObject({ fault: { key: 'participant.link-dead' } });
  const said = textsUnder('archive', '.jsonl') + textsUnder('logs', '.log') + textsUnder('.', 'participants.json');
  expect(said).not.toContain(secretOf(invited.link));
  expect(said).not.toContain(invited.word);
});
