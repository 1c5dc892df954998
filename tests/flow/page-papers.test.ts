import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvitationShown } from '#contract/participants.ts';
import type { ExhibitId } from '#domain/ids.ts';
import type { LineTold } from '#line/measure-line.ts';
import { colouredPdf, colouredPng } from '../stage/exhibit-files.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort } from './hall-pair.ts';
import { authorityOf, knock, smallestPage, type ScriptedPage } from './join-page.ts';
import { ask, bring, isTold, measure, offer, put, tokenOf, type Door } from './page-door.ts';
import { openScriptedHearing, type ScriptedHall } from './scripted-hall.ts';
import { until, type Line } from './start-service.ts';

/* P9, P36, P38, over the real HTTPS port of a real hall: what pages see of documents, hand in, and how their line is measured. */

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-papers-'));
const pageFolder = smallestPage();
const [plan, paper] = [colouredPng(300, 200, [200, 40, 60]), colouredPdf([[0, 153, 0]])];
let door: Door;
let hall: ScriptedHall;
let bench: Line;
let [inside, outside]: InvitationShown[] = [];
let [party, witness]: ScriptedPage[] = [];

async function add(name: string, body: Buffer): Promise<ExhibitId> {
  const { exhibitId, url } = await hall.secretary.must('exhibit.add', { name, lengthBytes: body.length });
  expect((await put(url, body)).ok).toBe(true);
  return exhibitId;
}
const journal = () => readJournal(onlyHearingFolder(home));
const waiting = () => hall.secretary.state()?.hearing?.handedIn ?? [];
const invite = (name: string): Promise<InvitationShown> =>
  hall.secretary.must('participant.invite', {
    ...{ hearingId: hall.hearingId, participantId: null, name, role: 'party', word: null },
  });
beforeAll(async () => {
  const port = await freePort();
  const room = { TARAZY_ROOM_PORT: String(port), TARAZY_ROOM_HOST: '127.0.0.1', TARAZY_ROOM_PAGE: pageFolder };
  hall = await openScriptedHearing(home, 1, room);
  bench = await hall.service().connect('bench');
  const ca = authorityOf(path.join(home, 'keys'));
  door = { port, ca };
  [inside, outside] = [await invite('P. Sample'), await invite('W. Sample')];
  party = await knock(port, ca, inside.link, inside.word);
  witness = await knock(port, ca, outside.link, outside.word);
  await party.heard('wait');
  await witness.heard('wait');
}, 120_000);
afterAll(async () => {
  bench.close();
  await hall.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(pageFolder, { recursive: true, force: true });
});

/** Says what was counted; a busy machine, which gives no figure, tries again. How many tries it took. */
async function say(page: ScriptedPage, first: Promise<LineTold>): Promise<number> {
  let told = await first;
  for (let tries = 1; ; tries += 1) {
    const receive = told.end === 'counted' ? told.receive : null;
    page.say({ say: 'measured', receive, connection: 'wifi' });
    const line = () => page.told.findLast((each) => each.say === 'wait')?.line;
    await until(() => line()?.attempts === tries, 5000, 'the page is told of its try');
    if (line()?.measured != null || tries === 4) return tries;
    told = await measure(door, page);
  }
}

describe('the line of a page (P38)', () => {
  test('is measured both ways from the waiting room, one page after the other, and journaled with its attempt', async () => {
    const first = measure(door, witness!);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await measure(door, party!)).toEqual({ end: 'busy' });
    const tries = await say(witness!, first);
    const tried = () => entriesOf(journal(), 'participant.measured');
    await until(() => tried().length === tries, 5000, 'each try is journaled');
    expect(tried().map(({ body }) => body.attempt)).toEqual(Array.from({ length: tries }, (_, index) => index + 1));
    expect(tried().at(-1)!.body).toMatchObject({
      participantId: outside!.participantId,
      measured: { verdict: 'enough', connection: 'wifi', leastKbps: 1000, send: { isAtLeast: true } },
    });
    await until(
      () => JSON.stringify(hall.secretary.state()?.participants).includes('"verdict":"enough"'),
      5000,
      'the secretary sees it',
    );
    expect(witness!.told.findLast((each) => each.say === 'wait')).toMatchObject({ line: { attempts: tries } });
  });

  test('is not believed to carry more than was ever sent, and the try is journaled as one without a figure', async () => {
    const { length } = entriesOf(journal(), 'participant.measured');
    await measure(door, witness!);
    witness!.say({ say: 'measured', receive: { bytes: 50_000_000, spanMs: 3000 }, connection: 'unknown' });
    expect(await witness!.heard('refused')).toMatchObject({ fault: { key: 'participant.measure-broken' } });
    expect(entriesOf(journal(), 'participant.measured').at(-1)!.body).toMatchObject({
      ...{ attempt: length + 1, measured: null },
    });
  });
});

describe('an exhibit that the secretary shows (P36)', () => {
  let exhibitId: ExhibitId;
  beforeAll(async () => {
    await hall.secretary.must('participant.admit', { participantId: inside!.participantId });
    await party!.heard('inside');
    exhibitId = await add('Plan.png', plan);
  });

  test('reaches the page of whoever was admitted, byte for byte, page by page in step', async () => {
    expect((await ask(door, `/v1/exhibits/${exhibitId}`, { token: tokenOf(party!) })).status).toBe(404);
    await hall.secretary.must('exhibit.show', { exhibitId, page: 2 });
    await isTold(party!, ({ exhibit }) => exhibit?.exhibitId === exhibitId && exhibit.page === 2, 'the page shows it');
    const got = await ask(door, `/v1/exhibits/${exhibitId}`, { token: tokenOf(party!) });
    expect([got.status, got.type]).toEqual([200, 'image/png']);
    expect(got.bytes.equals(plan)).toBe(true);
  });

  test('reaches neither the waiting room nor a stranger, and no other file of the hearing is to be had', async () => {
    expect((await ask(door, `/v1/exhibits/${exhibitId}`)).status).toBe(401);
    expect((await ask(door, `/v1/exhibits/${exhibitId}`, { token: 'a.b.c' })).status).toBe(401);
    expect((await ask(door, `/v1/exhibits/${exhibitId}`, { token: tokenOf(witness!) })).status).toBe(404);
    expect(JSON.stringify(witness!.told)).not.toContain(exhibitId);
    const another = await add('Another.png', colouredPng(10, 10, [1, 2, 3]));
    expect((await ask(door, `/v1/exhibits/${another}`, { token: tokenOf(party!) })).status).toBe(404);
  });

  test('is off the page in the deliberation, and once it is taken off (L5)', async () => {
    await hall.secretary.must('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
    await isTold(party!, ({ isCut, exhibit }) => isCut && exhibit === null, 'it is off');
    expect((await ask(door, `/v1/exhibits/${exhibitId}`, { token: tokenOf(party!) })).status).toBe(404);
    await hall.secretary.must('hearing.resume', { byOralOrder: true });
    await hall.secretary.must('exhibit.show', { exhibitId, page: 1 });
    await isTold(party!, ({ exhibit }) => exhibit !== null, 'it is shown again');
    await hall.secretary.must('exhibit.hide', {});
    await isTold(party!, ({ exhibit }) => exhibit === null, 'it is taken off');
    expect((await ask(door, `/v1/exhibits/${exhibitId}`, { token: tokenOf(party!) })).status).toBe(404);
  });
});

describe('a document that a participant hands in (P36)', () => {
  let id = '';

  test('comes in pieces, goes on where a cut left it, and waits for the presiding judge with its hash', async () => {
    ({ id } = await offer(party!, '../../Договор.png', plan.length));
    const half = Math.floor(plan.length / 2);
    expect(await bring(door, party!, id, plan, 0, half)).toEqual({ ok: true, gotBytes: half, isWhole: false });
    // The connection breaks in the middle of the next piece.
    await ask(door, `/v1/documents/${id}`, {
      ...{ method: 'PUT', token: tokenOf(party!), body: plan.subarray(half), cutAfter: 40 },
      range: `${String(half)}-${String(plan.length - 1)}/${String(plan.length)}`,
    });
    const asked = await bring(door, party!, id, plan, 0, 100);
    if (!asked.ok) throw new Error(asked.fault.key);
    expect(asked.gotBytes).toBeGreaterThanOrEqual(half);
    expect(await bring(door, party!, id, plan, asked.gotBytes)).toEqual({
      ...{ ok: true, gotBytes: plan.length, isWhole: true },
    });
    await until(() => waiting().length === 1, 5000, 'the court sees it');
    expect(waiting()[0]).toMatchObject({
      ...{ exhibitId: id, name: 'Договор.png', stage: 'waiting', format: 'png' },
      from: { participantId: inside!.participantId, name: 'P. Sample' },
    });
    const [handedIn] = entriesOf(journal(), 'exhibit.handed-in');
    expect(handedIn!.body.sha256).toBe(createHash('sha256').update(plan).digest('hex'));
    await isTold(party!, ({ documents }) => documents[0]?.stage === 'waiting', 'the page knows that it waits');
    const file = path.join(onlyHearingFolder(home), 'exhibits', `${id}.png`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('is told as whole again where that answer was lost, and is not there twice', async () => {
    expect(await bring(door, party!, id, plan)).toMatchObject({ ok: true, isWhole: true });
    expect(entriesOf(journal(), 'exhibit.handed-in')).toHaveLength(1);
  });

  test('is shown to nobody before it is accepted; then it is an exhibit like any other', async () => {
    const exhibitId = id as ExhibitId;
    const early = await hall.secretary.ask('exhibit.show', { exhibitId, page: 1 });
    expect(early).toMatchObject({ ok: false, fault: { key: 'exhibit.undecided' } });
    await bench.must('exhibit.decide', { exhibitId, isAccepted: true });
    const twice = await hall.secretary.ask('exhibit.decide', { exhibitId, isAccepted: false });
    expect(twice).toMatchObject({ ok: false, fault: { key: 'exhibit.decided' } });
    await isTold(party!, ({ documents }) => documents[0]?.stage === 'taken', 'the page knows that it is accepted');
    expect(entriesOf(journal(), 'exhibit.decided')[0]).toMatchObject({
      author: { role: 'judge' },
      body: { exhibitId, isAccepted: true, byOralOrder: false },
    });
    await hall.secretary.must('exhibit.show', { exhibitId, page: 1 });
    await isTold(party!, ({ exhibit }) => exhibit?.exhibitId === exhibitId, 'everybody sees it');
    await hall.secretary.must('exhibit.hide', {});
  });

  test('that is refused stays in the record and is shown never', async () => {
    const second = await offer(party!, 'Second.pdf', paper.length);
    expect(await bring(door, party!, second.id, paper)).toMatchObject({ isWhole: true });
    const exhibitId = second.id as ExhibitId;
    await hall.secretary.must('exhibit.decide', { exhibitId, isAccepted: false });
    const shown = await hall.secretary.ask('exhibit.show', { exhibitId, page: 1 });
    expect(shown).toMatchObject({ ok: false, fault: { key: 'exhibit.undecided' } });
    await isTold(party!, ({ documents }) => documents[1]?.stage === 'refused', 'the page knows that it is refused');
  });

  test('is refused with a code for what it is, for its size, and from the waiting room', async () => {
    const text = Buffer.from('MZ this is no document');
    const odd = await offer(party!, 'program.pdf', text.length);
    expect(await bring(door, party!, odd.id, text)).toMatchObject({ ok: false, fault: { key: 'exhibit.wrong-type' } });
    const left = readdirSync(path.join(onlyHearingFolder(home), 'exhibits'));
    expect(left.filter((name) => name.includes(odd.id))).toEqual([]);
    expect((await offer(party!, 'large.pdf', 26 * 1024 * 1024)).fault).toBe('exhibit.too-large');
    witness!.say({ say: 'document', offerId: crypto.randomUUID(), name: 'x', lengthBytes: 10 });
    await until(
      () => JSON.stringify(witness!.last()).includes('participant.not-in-hearing'),
      5000,
      'the waiting room hands in nothing',
    );
  });

  test('is taken from nobody else, in no larger piece, and not under another name', async () => {
    const { id: own } = await offer(party!, 'Own.pdf', paper.length);
    const range = `0-${String(paper.length - 1)}/${String(paper.length)}`;
    const by = (token: string | undefined) =>
      ask(door, `/v1/documents/${own}`, { method: 'PUT', body: paper, range, ...(token !== undefined && { token }) });
    expect((await by(undefined)).status).toBe(401);
    const stranger = await by(tokenOf(witness!));
    expect(JSON.parse(stranger.bytes.toString('utf8'))).toMatchObject({
      fault: { key: 'participant.not-in-hearing' },
    });
    const large = Buffer.alloc(1024 * 1024 + 1);
    const flood = await ask(door, `/v1/documents/${own}`, {
      method: 'PUT',
      body: large,
      token: tokenOf(party!),
      range: '0-1/2',
    });
    expect([0, 413]).toContain(flood.status);
    const foreign = await bring(door, party!, crypto.randomUUID(), paper);
    expect(foreign).toMatchObject({ ok: false, fault: { key: 'exhibit.broken-off' } });
    const lying = await ask(door, `/v1/documents/${own}`, {
      ...{ method: 'PUT', body: paper, token: tokenOf(party!), range: `0-${String(paper.length - 1)}/99999` },
    });
    expect(JSON.parse(lying.bytes.toString('utf8'))).toMatchObject({ fault: { key: 'participant.malformed' } });
    party!.say({ say: 'document-stop' });
  });
});

describe('the photograph of the motion (P9)', () => {
  test('is kept with the hearing for the windows of this hall, and no page is told of it', async () => {
    const { participantId } = inside!;
    const place = (lengthBytes: number) =>
      hall.secretary.must('participant.add-photo', { hearingId: hall.hearingId, participantId, lengthBytes });
    const notOne = await put((await place(paper.length)).url, paper);
    expect(notOne).toMatchObject({ ok: false, fault: { key: 'participant.not-a-photo' } });
    expect(await put((await place(plan.length)).url, plan)).toMatchObject({ ok: true });
    const photoUrl = () =>
      hall.secretary.state()?.participants.find((each) => each.participantId === participantId)?.photoUrl ?? null;
    await until(() => photoUrl() !== null, 5000, 'the windows are told');
    const kept = Buffer.from(await (await fetch(photoUrl()!)).arrayBuffer());
    expect(kept.equals(plan)).toBe(true);
    const [noted] = entriesOf(journal(), 'participant.photo-added');
    expect(JSON.stringify([party!.told, witness!.told])).not.toContain(noted!.body.exhibitId);
    const asked = await ask(door, `/v1/exhibits/${noted!.body.exhibitId}`, { token: tokenOf(party!) });
    expect(asked.status).toBe(404);
    const shown = await hall.secretary.ask('exhibit.show', { exhibitId: noted!.body.exhibitId, page: 1 });
    expect(shown).toMatchObject({ ok: false, fault: { key: 'exhibit.unknown' } });
  });
});

test('P6: a closed session takes what was shown off every page, and verification finds every paper as it came', async () => {
  const exhibitId = await add('Last.png', plan);
  await hall.secretary.must('exhibit.show', { exhibitId, page: 1 });
  await isTold(party!, ({ exhibit }) => exhibit !== null, 'it is shown');
  const token = tokenOf(party!);
  const before = await offer(party!, 'Late.pdf', paper.length);
  await hall.secretary.must('session.close', { byOralOrder: true });
  await until(() => party!.last()?.say === 'wait', 3000, 'the page waits');
  expect((await ask(door, `/v1/exhibits/${exhibitId}`, { token })).status).toBe(404);
  const late = await bring(door, party!, before.id, paper);
  expect(late).toMatchObject({ ok: false, fault: { key: 'participant.not-in-hearing' } });
  await hall.end();
  expect((await hall.secretary.must('record.verify', { hearingId: hall.hearingId })).intact).toBe(true);
});
