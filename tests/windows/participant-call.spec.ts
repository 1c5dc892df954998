import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { authorityOf } from '../flow/join-page.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { colouredPdf, colouredPng } from '../stage/exhibit-files.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { openAnyBrowser, type AnyBrowser } from '../stage/open-any-browser.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort, sideBySide, startStage, wait, type Stage } from '../stage/start-stage.ts';

/* A whole hall that records, and a participant in a Chromium that is not ours, on real WebRTC. */

test.describe.configure({ mode: 'serial' });
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-participant-'));
let lab: Lab | undefined;
let hall: Stage | undefined;
let browser: AnyBrowser | undefined;

/** Pictures that the page has decoded of the hall so far. */
const picturesSeen = (): Promise<number> =>
  browser!.page.evaluate(() => {
    const [video] = document.querySelectorAll('figure video');
    return video instanceof HTMLVideoElement ? video.getVideoPlaybackQuality().totalVideoFrames : 0;
  });

test.beforeAll(async () => {
  lab = await startLab({
    ...ordinaryCourtroom,
    cameras: ordinaryCourtroom.cameras.map((camera) => ({
      ...camera,
      ...{ widthPx: 640, heightPx: 360, framesPerSecond: 15 },
    })),
  });
  const port = await freePort();
  hall = await startStage({
    openLab: lab,
    homeFolder: home,
    windows: { console: null, bench: sideBySide.bench },
    env: { TARAZY_ROOM_PORT: String(port), TARAZY_ROOM_HOST: '127.0.0.1' },
  });
  const video = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 };
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  const seat = { name: '', gated: false } as const;
  await hall.ask('hall.set-up', {
    card: {
      court: 'First court',
      hall: '1',
      seats: [
        { ...seat, id: 'voice', kind: 'microphone', place: 'judge', device: device('Microphone Judge') },
        { ...seat, id: 'view', kind: 'camera', place: 'hall', device: device('Camera Judge'), video },
      ],
    },
  });
});
test.afterAll(async () => {
  await browser?.close();
  await hall?.stop();
  await lab?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('whoever is admitted sees and hears the hall, is seen by it and written as tracks of their own', async ({}, info) => {
  const stage = hall!;
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  const invited = await stage.ask('participant.invite', {
    ...{ hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
  });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');

  browser = await openAnyBrowser(authorityOf(path.join(home, 'keys')));
  const { page } = browser;
  await page.goto(invited.link);
  await page.getByLabel('Code word').fill(invited.word);
  await page.getByRole('button', { name: 'Come in', exact: true }).click();
  await stage.until(({ participants }) => participants[0]?.stage === 'waiting', 10_000, 'the participant waits');
  // L8: nothing is called before somebody has said yes.
  await wait(1000);
  expect((await stage.until(() => true, 1000, 'a state')).calls).toEqual([]);

  await stage.ask('participant.admit', { participantId: invited.participantId });
  await stage.until(({ calls }) => calls[0]?.state === 'connected', 20_000, 'the participant is on the line');
  await stage.until(
    ({ lamp }) =>
      lamp.tracks.filter(({ trackId, state }) => trackId.startsWith('remote-') && state === 'written').length === 2,
    20_000,
    'both tracks are written',
  );
  // A busy machine is given another two seconds, and not fewer pictures.
  const inTwoSeconds = async (): Promise<number> => {
    const before = await picturesSeen();
    await wait(2000);
    return (await picturesSeen()) - before;
  };
  await expect.poll(inTwoSeconds).toBeGreaterThan(20);
  await page.screenshot({ path: info.outputPath('participant.png'), fullPage: true });
});

async function put(url: string, bytes: Buffer): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
  expect(await answer.json()).toMatchObject({ ok: true });
}
const inKazakh = (page: Page) => page.locator('button[lang="kk"]').click();
const inRussian = (page: Page) => page.locator('button[lang="ru"]').click();

test('P9: on the bench the photograph of the motion stands beside the live picture, both of one size', async ({}, info) => {
  const bench = await hall!.page('bench');
  const { hearing, participants } = await hall!.until(() => true, 1000, 'a state');
  const { participantId } = participants[0]!;
  const photo = colouredPng(480, 640, [150, 110, 90]);
  const { hearingId } = hearing!;
  const { url } = await hall!.ask('participant.add-photo', { hearingId, participantId, lengthBytes: photo.length });
  await put(url, photo);
  const halves = bench.getByRole('group', { name: 'W. Sample' }).locator('figure');
  await expect(halves).toHaveCount(2);
  await expect
    .poll(() => halves.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  const sizes = await halves.evaluateAll((all) =>
    all.map((half) => {
      const { width, height } = half.firstElementChild!.getBoundingClientRect();
      return [Math.round(width), Math.round(height)];
    }),
  );
  expect(sizes[0]).toEqual(sizes[1]);
  expect(sizes[0]![1]).toBeGreaterThan(200);
  await inKazakh(bench);
  await bench.screenshot({ path: info.outputPath('identity-kk.png') });
  await inRussian(bench);
  await bench.screenshot({ path: info.outputPath('identity-ru.png') });
  await bench.getByRole('button', { name: 'Личность установлена' }).click();
  await hall!.until((state) => state.participants[0]?.stage === 'identified', 5000, 'the judge has decided');
  await expect(halves).toHaveCount(0);
});

test('P36: beside a document the hall stays small on the page, on a telephone and on a PC, and the judge is asked about one handed in', async ({}, info) => {
  const { page } = browser!;
  const pdf = colouredPdf([
    [240, 240, 235],
    [0, 60, 220],
  ]);
  const { exhibitId, url } = await hall!.ask('exhibit.add', {
    name: 'Договор купли-продажи.pdf',
    lengthBytes: pdf.length,
  });
  await put(url, pdf);
  await hall!.ask('exhibit.show', { exhibitId, page: 1 });
  await expect(page.locator('main canvas')).toBeVisible({ timeout: 40_000 });
  await page.getByRole('button', { name: 'Hand in a document' }).click();
  await page
    .locator('input[type="file"]')
    .last()
    .setInputFiles({ name: 'Расписка.png', buffer: colouredPng(600, 800, [225, 220, 205]), mimeType: 'image/png' });
  await hall!.until((state) => state.hearing?.handedIn.length === 1, 10_000, 'it was handed in');
  for (const [size, width, height] of [
    ['phone', 360, 740],
    ['pc', 1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const language of ['ru', 'kk']) {
      await page.locator(`button[lang="${language}"]`).click();
      await wait(500);
      await page.screenshot({ path: info.outputPath(`page-${size}-${language}.png`), fullPage: true });
    }
  }
  const { calls } = await hall!.until(() => true, 1000, 'a state');
  await expect
    .poll(picturesSeen, { timeout: 40_000, message: `pictures of the hall: ${JSON.stringify(calls)}` })
    .toBeGreaterThan(0);
  const bench = await hall!.page('bench');
  await bench.getByRole('button', { name: 'Посмотреть' }).click();
  await expect(bench.locator('main img')).toBeVisible();
  await bench.screenshot({ path: info.outputPath('bench-handed-in.png') });
  await bench.getByRole('button', { name: 'Принять', exact: true }).click();
  await hall!.until((state) => state.hearing?.handedIn.length === 0, 5000, 'the judge has accepted it');
  await hall!.ask('exhibit.hide', {});
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator('button[lang="en"]').click();
});

test('a page that is loaded anew is back on the line, in the next epoch of the same call', async () => {
  await browser!.page.reload();
  await hall!.until(({ calls }) => (calls[0]?.epoch ?? 1) > 1 && calls[0]?.state === 'connected', 30_000, 'back again');
});

test('in a closed session nothing flows, and nobody is back by themselves (P6, L8)', async () => {
  await hall!.ask('session.close', { byOralOrder: true });
  await hall!.until(({ calls }) => calls.every(({ state }) => state === 'ended'), 2000, 'the call is over');
  await expect(browser!.page.getByRole('heading', { name: 'Please wait to be let in' })).toBeVisible();
  await hall!.ask('session.reopen', { byOralOrder: true });
  await wait(1500);
  expect((await hall!.until(() => true, 1000, 'a state')).calls.every(({ state }) => state === 'ended')).toBe(true);
});

test('the record ends whole, with the participant as two tracks', async () => {
  const { hearing } = await hall!.until((state) => state.hearing !== null, 1000, 'the hearing is held');
  await hall!.ask('hearing.end', { byOralOrder: false });
  expect((await hall!.ask('record.verify', { hearingId: hearing!.hearingId })).intact).toBe(true);
  const journal = readJournal(onlyHearingFolder(home));
  expect(entriesOf(journal, 'seat.joined').map(({ body }) => [body.seat.place, body.seat.name])).toEqual([
    ['remote-person', 'W. Sample'],
    ['remote-person', 'W. Sample'],
  ]);
  const written = new Set(entriesOf(journal, 'segment.admitted').map(({ body }) => body.trackId as string));
  expect([...written].filter((trackId) => trackId.startsWith('remote-'))).toHaveLength(2);
});
