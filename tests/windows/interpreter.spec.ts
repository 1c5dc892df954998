import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { authorityOf } from '../flow/join-page.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { heardDb, inventVoice } from '../stage/invented-voice.ts';
import { openAnyBrowser, type AnyBrowser } from '../stage/open-any-browser.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort, startStage, type Stage } from '../stage/start-stage.ts';
import { tonesOf } from '../unplug/tones.ts';

/* L9: an interpreter and a witness on pages of their own, and what the witness hears of whom. */

test.describe.configure({ mode: 'serial' });
// What is not there in ten seconds is not there.
test.use({ actionTimeout: 10_000 });
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-interpreter-'));
const interpreterHz = 1500;
let lab: Lab | undefined;
let hall: Stage | undefined;
const browsers: AnyBrowser[] = [];

test.afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await hall?.stop();
  await lab?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('a witness hears the interpreter as loud as chosen, and the record has the interpreter as a track of its own', async ({}, info) => {
  const microphones = [{ name: 'judge', label: 'Microphone Judge', channels: ['tone-700'] }] as const;
  lab = await startLab({ ...ordinaryCourtroom, microphones, cameras: [] });
  hall = await startStage({
    openLab: lab,
    homeFolder: home,
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null },
    env: { TARAZY_ROOM_PORT: String(await freePort()), TARAZY_ROOM_HOST: '127.0.0.1' },
  });
  const device = { path: 'browser', label: 'Microphone Judge', deviceId: '' } as const;
  const seat = { id: 'voice', kind: 'microphone', place: 'judge', name: '', gated: false, device } as const;
  await hall.ask('hall.set-up', { card: { court: 'First court', hall: '1', seats: [seat] } });
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  await hall.ask('hearing.check', { hearingId });
  await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  for (const [name, role, hz] of [
    ['Ким Алина Олеговна', 'interpreter', interpreterHz],
    ['Петров Иван Сергеевич', 'witness', 400],
  ] as const) {
    const invited = await hall.ask('participant.invite', { hearingId, participantId: null, name, role, word: null });
    const browser = await openAnyBrowser(authorityOf(path.join(home, 'keys')));
    browsers.push(browser);
    const { page } = browser;
    await inventVoice(page, [hz]);
    await page.goto(invited.link);
    await page.getByLabel('Code word').fill(invited.word);
    await page.getByRole('button', { name: 'Come in', exact: true }).click();
    await hall.until(
      ({ participants }) => participants.some((each) => each.name === name && each.stage === 'waiting'),
      10_000,
      `${role} waits`,
    );
    await hall.ask('participant.admit', { participantId: invited.participantId });
  }
  const isOn = (count: number) =>
    hall!.until(
      ({ calls }) => calls.filter(({ state }) => state === 'connected').length === count,
      40_000,
      'all are on the line',
    );
  await isOn(2);
  const { page } = browsers[1]!;
  const choose = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const hears = () => heardDb(page, interpreterHz);

  await expect.poll(hears).toBeGreaterThan(-45);
  await choose('Without the interpreter');
  await expect.poll(hears).toBeLessThan(-75);
  await page.screenshot({ path: info.outputPath('channel-en.png'), fullPage: true });
  await choose('The interpreter');
  await expect.poll(hears).toBeGreaterThan(-45);
  await hall.until(
    ({ participants }) => participants.some(({ channel }) => channel === 'interpreter'),
    5000,
    'the hall knows whom the witness hears',
  );
  const secretary = await hall.page('console');
  await secretary.getByRole('button', { name: 'РУС' }).click();
  await secretary.getByRole('button', { name: 'Открыть список' }).click();
  await secretary.screenshot({ path: info.outputPath('hall-channel-ru.png') });
  await hall.ask('interpretation.choose', { channel: 'original' });
  await hall.until(
    ({ hallChannel }) => hallChannel === 'original',
    5000,
    'the loudspeakers are without the interpreter',
  );
  await hall.ask('hearing.end', { byOralOrder: false });

  const folder = onlyHearingFolder(home);
  const journal = readJournal(folder);
  expect(entriesOf(journal, 'participant.channel').map(({ body }) => body.channel)).toEqual([
    'original',
    'interpreter',
  ]);
  expect(entriesOf(journal, 'interpretation.chosen').map(({ body }) => body.channel)).toEqual(['original']);
  const opened = entriesOf(journal, 'track.opened').map(({ body }) => body);
  const sounds = [
    ...new Set(opened.filter(({ kind }) => kind === 'microphone').map(({ trackId }) => trackId as string)),
  ];
  const heard = await Promise.all(sounds.map((trackId) => tonesOf(folder, trackId, [interpreterHz])));
  // Whatever anybody chose to hear, the interpreter is written, on one track and on no other participant's.
  const withTone = heard.filter(
    ({ trackId, byHz }) => trackId.startsWith('remote-') && byHz.get(interpreterHz)! > 48_000,
  );
  expect(withTone).toHaveLength(1);
});
