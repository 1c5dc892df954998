import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { HallState } from '#contract/papers.ts';
import type { InvitationShown } from '#contract/participants.ts';
import type { HearingId } from '#domain/ids.ts';
import { authorityOf } from '../flow/join-page.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { heardDb, inventVoice, speakAs } from '../stage/invented-voice.ts';
import { openAnyBrowser, type AnyBrowser } from '../stage/open-any-browser.ts';
import { entriesOf, filesUnder, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort, startStage, type Stage } from '../stage/start-stage.ts';
import { tonesOf } from '../unplug/tones.ts';

/* A whole hall, its console, and two participants in browsers that are not ours: before the hearing, and beside it. */

test.describe.configure({ mode: 'serial' });
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-test-session-'));
/** What the lawyer's microphone gives in the hearing, and what it gives in the private talk. */
const [openHz, privateHz] = [1000, 2500] as const;
let lab: Lab | undefined;
let hall: Stage | undefined;
const browsers: AnyBrowser[] = [];
let hearingId: HearingId;
const invited: InvitationShown[] = [];

test.beforeAll(async () => {
  const [camera] = ordinaryCourtroom.cameras;
  lab = await startLab({
    ...ordinaryCourtroom,
    // Speech has every frequency in it now and then.
    microphones: [{ name: 'judge', label: 'Microphone Judge', channels: ['tone-700'] }],
    cameras: [{ ...camera, widthPx: 640, heightPx: 360, framesPerSecond: 15 }],
  });
  hall = await startStage({
    openLab: lab,
    homeFolder: home,
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: { x: 1920, y: 0, width: 1280, height: 800 } },
    env: { TARAZY_ROOM_PORT: String(await freePort()), TARAZY_ROOM_HOST: '127.0.0.1' },
  });
  const video = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 };
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  const seat = { name: '', gated: false } as const;
  await hall.ask('hall.set-up', {
    card: {
      court: 'Суд города Сарыарка',
      hall: 'Зал 1',
      seats: [
        { ...seat, id: 'voice', kind: 'microphone', place: 'judge', device: device('Microphone Judge') },
        { ...seat, id: 'view', kind: 'camera', place: 'hall', device: device('Camera Judge'), video },
      ],
    },
  });
  ({ hearingId } = await hall.ask('hearing.plan', { card: { ...inventedCard, plannedAtMs: Date.now() } }));
  for (const [name, role] of [
    ['Ахметова Жанар Сериковна', 'lawyer'],
    ['Петров Иван Сергеевич', 'party'],
  ] as const) {
    invited.push(await hall.ask('participant.invite', { hearingId, participantId: null, name, role, word: null }));
    const browser = await openAnyBrowser(authorityOf(path.join(home, 'keys')));
    await inventVoice(browser.page, [openHz, privateHz, openHz]);
    browsers.push(browser);
  }
});
test.afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await hall?.stop();
  await lab?.stop();
  rmSync(home, { recursive: true, force: true });
});

const pageOf = (which: 0 | 1) => browsers[which]!.page;
const isLineTo = (which: 0 | 1) => `the line to participant ${String(which)} carries`;
async function comeIn(which: 0 | 1): Promise<void> {
  const page = pageOf(which);
  // The same address again would be no new page.
  await page.goto('about:blank');
  await page.goto(invited[which]!.link);
  await page.getByLabel('Code word').fill(invited[which]!.word);
  await page.getByRole('button', { name: 'Come in', exact: true }).click();
}

test('P15.5: the secretary appoints a test session, and a guest comes to it and is checked', async ({}, info) => {
  const secretary = await hall!.page('console');
  await secretary.getByRole('button', { name: 'РУС' }).click();
  await secretary.getByRole('button', { name: 'Пробный сеанс' }).click();
  await secretary.getByLabel('Технический специалист: фамилия, имя, отчество').fill('Сейтказы Ерлан Маратович');
  await secretary.screenshot({ path: info.outputPath('plan-ru.png') });
  await secretary.getByRole('button', { name: 'ҚАЗ' }).click();
  await secretary.screenshot({ path: info.outputPath('plan-kk.png') });
  await secretary.getByRole('button', { name: 'РУС' }).click();
  await secretary.getByRole('button', { name: 'Назначить', exact: true }).click();
  await secretary.getByRole('button', { name: 'Начать пробный сеанс' }).click();
  await hall!.until(({ testSession }) => testSession !== null, 5000, 'the session runs');

  await comeIn(0);
  const page = pageOf(0);
  await expect(page.getByRole('heading', { name: 'Test session, nothing is recorded' })).toBeVisible();
  expect(await page.textContent('body')).not.toContain(inventedCard.caseNumber);
  await page.getByRole('button', { name: 'Check camera and microphone' }).click();
  await hall!.until(({ testSession }) => testSession?.rows[0]?.check?.camera === 'on', 20_000, 'the place is told');
  await page.screenshot({ path: info.outputPath('page-en.png'), fullPage: true });
});

test('P15.5: the specialist speaks with the guest outside any record', async ({}, info) => {
  const secretary = await hall!.page('console');
  await secretary.getByRole('button', { name: 'Поговорить' }).first().click();
  await hall!.until(({ testSession }) => testSession?.rows[0]?.isOnLine === true, 20_000, isLineTo(0));
  await expect(secretary.getByText('голос ещё не измерен: попросите сказать несколько предложений')).toBeVisible();
  await hall!.until(({ calls }) => calls[0]?.figures != null, 15_000, 'what passes is counted');
  const page = pageOf(0);
  await page
    .getByRole('button', { name: 'ҚАЗ' })
    .or(page.getByRole('button', { name: 'Қазақша' }))
    .first()
    .click();
  await page.screenshot({ path: info.outputPath('page-speaks-kk.png'), fullPage: true });
  // A tone of this amplitude, three quarters of whose time is speech by ITU-T P.56: two seconds and what is held after them.
  const voiceOf = (state: HallState) => state.testSession?.rows[0]?.voice?.speechDbfs ?? -Infinity;
  const spokenDbfs = (amplitude: number): number => 20 * Math.log10(amplitude / Math.SQRT2) - 0.5;
  const isAbout = (dbfs: number) => (state: HallState) => Math.abs(voiceOf(state) - dbfs) < 1.5;
  await speakAs(page, { amplitude: 0.008, withPauses: true });
  await hall!.until(isAbout(spokenDbfs(0.008)), 60_000, 'a quiet voice is measured');
  await expect(secretary.getByText('слышно тихо: попросите говорить ближе к микрофону')).toBeVisible();
  await secretary.screenshot({ path: info.outputPath('desk-ru.png') });
  await secretary.getByRole('button', { name: 'ҚАЗ' }).click();
  await secretary.screenshot({ path: info.outputPath('desk-kk.png') });
  await secretary.getByRole('button', { name: 'РУС' }).click();
  await speakAs(page, { amplitude: 0.1, withPauses: true });
  await hall!.until(isAbout(spokenDbfs(0.1)), 60_000, 'they came nearer to the microphone');
  await expect(secretary.getByText('слышно хорошо')).toBeVisible();
  await secretary.screenshot({ path: info.outputPath('desk-well-ru.png') });
  await (await hall!.page('bench')).screenshot({ path: info.outputPath('bench.png') });
  const { testSession, lamp } = await hall!.until(() => true, 1000, 'a state');
  expect(lamp.state).toBe('off');
  const partyId = invited[0]!.participantId;
  await secretary.getByLabel('Заметка специалиста').first().fill('Просил поставить лампу');
  await secretary.getByRole('button', { name: 'Годится', exact: true }).first().click();
  await hall!.until((state) => state.testSession?.rows[0]?.note?.isGood === true, 5000, 'the word is kept');
  await hall!.ask('test-session.end', {});
  await expect(page.getByRole('heading', { name: 'Сынақ сеансы аяқталды' })).toBeVisible();
  await page.getByRole('button', { name: 'ENG' }).click();
  const { sessions } = await hall!.ask('test-session.list', { hearingId });
  const row = sessions[0]!.rows.find((each) => each.partyId === partyId)!;
  expect(row.spokenMs).toBeGreaterThan(3000);
  expect(row.figures?.receive.kbps).toBeGreaterThan(10);
  expect(row.voice?.overPauseDb).toBeGreaterThan(20);
  expect(sessions[0]!.rows).toHaveLength(testSession!.rows.length);
  // Nothing but the journal and its head: no track of anybody.
  expect(filesUnder(onlyHearingFolder(home)).map((file) => path.basename(file))).toEqual([
    'head.json',
    'journal.jsonl',
  ]);
});

test('P16.3: everybody is called by one touch, and what came of the test session is read beside it', async ({}, info) => {
  await hall!.ask('hearing.check', { hearingId });
  await hall!.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await comeIn(0);
  await comeIn(1);
  const secretary = await hall!.page('console');
  await secretary.getByRole('button', { name: 'Вызвать всех…' }).click();
  await secretary.getByRole('button', { name: 'Вызвать всех', exact: true }).click();
  await expect(pageOf(1).getByRole('heading', { name: 'The court is calling you' })).toBeVisible();
  await pageOf(1).screenshot({ path: info.outputPath('called-en.png'), fullPage: true });
  await secretary.screenshot({ path: info.outputPath('call-up-ru.png') });
  await secretary.getByRole('button', { name: 'ҚАЗ' }).click();
  await secretary.screenshot({ path: info.outputPath('call-up-kk.png') });
  await secretary.getByRole('button', { name: 'РУС' }).click();
  await hall!.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await hall!.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
  for (const { participantId } of invited) await hall!.ask('participant.admit', { participantId });
  await hall!.until(({ callUp }) => callUp?.end === 'done', 30_000, 'everybody is on the line');
  await secretary.getByRole('button', { name: 'Вызвать всех…' }).click();
  await secretary.screenshot({ path: info.outputPath('call-up-done-ru.png') });
});

test('L5: in a private talk the two pages hear one another, and the hall and its record nothing', async ({}, info) => {
  await hall!.until(
    ({ lamp }) =>
      lamp.tracks.filter(({ trackId, state }) => trackId.startsWith('remote-') && state === 'written').length === 4,
    20_000,
    'both participants are written',
  );
  const secretary = await hall!.page('console');
  await secretary.getByRole('button', { name: 'Открыть список' }).click();
  await secretary.getByRole('button', { name: 'Отдельный разговор' }).click();
  for (const name of ['Ахметова', 'Петров']) await secretary.getByLabel(name).check();
  await secretary.screenshot({ path: info.outputPath('private-ru.png') });
  const participantIds = invited.map(({ participantId }) => participantId);
  await hall!.ask('private-room.open', { participantIds, byOralOrder: true });
  for (const which of [0, 1] as const)
    await expect(pageOf(which).locator('strong[class*=code]')).toHaveText(/^\d{3} \d{3}$/);
  const codes = await Promise.all(
    ([0, 1] as const).map((which) => pageOf(which).locator('strong[class*=code]').textContent()),
  );
  expect(codes[0]).toBe(codes[1]);
  for (const which of [0, 1] as const) await expect.poll(() => heardDb(pageOf(which), privateHz)).toBeGreaterThan(-45);
  await pageOf(0).getByRole('button', { name: 'ҚАЗ' }).click();
  await pageOf(0).screenshot({ path: info.outputPath('page-private-kk.png'), fullPage: true });
  await secretary.screenshot({ path: info.outputPath('private-goes-ru.png') });
  await hall!.until(
    ({ calls, lamp }) =>
      calls.every(({ state }) => state === 'ended') &&
      !lamp.tracks.some(({ trackId, state }) => trackId.startsWith('remote-') && state === 'written'),
    5000,
    'nothing of either is written',
  );

  const { privateRooms } = await hall!.until((state) => state.privateRooms.length === 1, 1000, 'the talk goes on');
  await hall!.ask('private-room.close', { roomId: privateRooms[0]!.roomId });
  await hall!.until(
    ({ calls: lines }) => lines.filter(({ state }) => state === 'connected').length === 2,
    30_000,
    'both are back on the line',
  );
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await hall!.ask('hearing.end', { byOralOrder: false });
  expect((await hall!.ask('record.verify', { hearingId })).intact).toBe(true);

  const folder = onlyHearingFolder(home);
  const opened = entriesOf(readJournal(folder), 'track.opened').map(({ body }) => body);
  const sounds = [
    ...new Set(opened.filter(({ kind }) => kind === 'microphone').map(({ trackId }) => trackId as string)),
  ];
  expect(sounds.filter((trackId) => trackId.startsWith('remote-'))).toHaveLength(2);
  for (const trackId of sounds) {
    const { samples, byHz } = await tonesOf(folder, trackId, [openHz, privateHz]);
    expect(samples).toBeGreaterThan(48_000);
    // What they said in the hearing is there, which shows that a tone would have been found.
    if (trackId.startsWith('remote-')) expect(byHz.get(openHz)).toBeGreaterThan(48_000);
    expect(byHz.get(privateHz)).toBe(0);
  }
});
