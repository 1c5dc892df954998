import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { colouredPdf, colouredPng, type Colour } from '../stage/exhibit-files.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { freePort, startStage, wait, type Stage } from '../stage/start-stage.ts';
import { authorityOf, knock } from '../flow/join-page.ts';
import { bring, measure, offer, put } from '../flow/page-door.ts';

/* P36, P6: a document is handed in at the console and drawn on the monitors, and in a closed session on the judge's only. */

test.describe.configure({ mode: 'serial' });
const [red, green, blue]: readonly Colour[] = [
  [200, 40, 60],
  [0, 153, 0],
  [0, 60, 220],
];
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-exhibits-'));
let port = 0;
let stage: Stage;
let isUp = false;
let desk: Page;

const seat = { name: '', gated: false } as const;
const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
const card: HallCard = {
  court: 'Court',
  hall: '1',
  seats: [
    { ...seat, id: 'voice' as SeatId, kind: 'microphone', place: 'judge', device: device('Microphone Judge') },
    {
      ...{ ...seat, id: 'view' as SeatId, kind: 'camera', place: 'hall', device: device('Camera Hall') },
      video: { width: 640, height: 360, frameRate: 10, bitrateBps: 500_000 },
    },
  ],
};

test.beforeAll(async () => {
  const small = { widthPx: 640, heightPx: 360, framesPerSecond: 10 };
  port = await freePort();
  stage = await startStage({
    homeFolder: home,
    env: { TARAZY_ROOM_PORT: String(port), TARAZY_ROOM_HOST: '127.0.0.1' },
    lab: {
      microphones: [ordinaryCourtroom.microphones[0]],
      cameras: [{ ...ordinaryCourtroom.cameras[1], ...small }],
      screen: { widthPx: 2560, heightPx: 1520 },
    },
    windows: {
      console: { x: 0, y: 0, width: 1280, height: 800 },
      bench: { x: 1280, y: 0, width: 1280, height: 720 },
      screen: { x: 0, y: 800, width: 1280, height: 720 },
    },
  });
  isUp = true;
  await stage.ask('hall.set-up', { card });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  desk = await stage.page('console');
  await desk.locator('button[lang="ru"]').click();
});
test.afterAll(async () => {
  if (isUp) await stage.stop();
  rmSync(home, { recursive: true, force: true });
});

type Monitor = 'console' | 'bench' | 'screen';
/**
 * What stands in the middle of the document's place, as it is painted; null where no document is. Asked of the page that is there now:
 * P6: where a monitor does not say in time that it is dark its window is ended, and another comes.
 */
async function painted(monitor: Monitor): Promise<Colour | null> {
  const page = await stage.page(monitor);
  const paper = page.locator('main canvas, main img');
  if ((await paper.count()) === 0) return null;
  const png = (await paper.first().screenshot({ timeout: 2000 })).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    pen?.drawImage(picture, 0, 0);
    const pixel = pen?.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data;
    return pixel === undefined ? null : ([pixel[0]!, pixel[1]!, pixel[2]!] as const);
  }, png);
}

/** The window shows this colour in the end, or no document at all. */
async function becomes(monitor: Monitor, colour: Colour | null): Promise<void> {
  const isIt = async (): Promise<boolean> => {
    // The page before may be taken away in this very moment: that is neither.
    const seen = await painted(monitor).catch(() => undefined);
    if (seen === undefined) return false;
    return colour === null || seen === null
      ? seen === colour
      : seen.every((part, index) => Math.abs(part - colour[index]!) <= 3);
  };
  await expect.poll(isIt, { timeout: 40_000, message: `the colour is ${String(colour)}` }).toBe(true);
}
const monitors = async (colour: Colour | null): Promise<void> => {
  for (const monitor of ['bench', 'screen'] as const) await becomes(monitor, colour);
};
const handIn = (name: string, buffer: Buffer, mimeType: string): Promise<void> =>
  desk.locator('input[type="file"]').setInputFiles({ name, buffer, mimeType });
const press = (name: string): Promise<void> => desk.getByRole('button', { name, exact: true }).click();

test('a picture that was handed in at the console is drawn on both monitors once it is shown', async ({}, info) => {
  await press('Документы: 0');
  await handIn('Photograph.png', colouredPng(600, 400, red!), 'image/png');
  await expect(desk.getByRole('button', { name: 'Photograph.png' })).toBeVisible();
  await becomes('console', red!);
  await monitors(null);
  await press('Показать');
  await monitors(red!);
  for (const monitor of ['console', 'bench', 'screen'] as const) {
    const page = await stage.page(monitor);
    expect(await lookOver(page)).toEqual([]);
    await page.screenshot({ path: info.outputPath(`${monitor}.png`) });
  }
});

test('a document is turned by its keys on both monitors, and is off both once it is taken off', async ({}, info) => {
  await handIn('Contract.pdf', colouredPdf([green!, blue!]), 'application/pdf');
  await expect(desk.getByRole('button', { name: 'Contract.pdf' })).toBeVisible();
  await becomes('console', green!);
  await monitors(red!);
  await press('Показать');
  await monitors(green!);
  await expect(desk.getByText('Страница 1 из 2')).toBeVisible();
  await desk.keyboard.press('PageDown');
  await expect(desk.getByText('Страница 2 из 2')).toBeVisible();
  await monitors(blue!);
  // Behind the last page there is none.
  await desk.keyboard.press('PageDown');
  await wait(500);
  expect(await painted('screen')).toEqual(await painted('bench'));
  await expect(desk.getByText('Страница 2 из 2')).toBeVisible();
  await desk.keyboard.press('PageUp');
  await monitors(green!);
  expect(await lookOver(desk)).toEqual([]);
  await desk.screenshot({ path: info.outputPath('console.png') });
  await press('Убрать с экранов');
  await monitors(null);
});

test('P6: in a closed session a document is drawn for the judge and never for the public', async () => {
  await press('Показать');
  await monitors(green!);
  await stage.ask('session.close', { byOralOrder: false });
  await monitors(null);
  await handIn('Closed.png', colouredPng(300, 300, red!), 'image/png');
  await expect(desk.getByRole('button', { name: 'Closed.png' })).toBeVisible();
  await press('Показать');
  await becomes('bench', red!);
  expect(await painted('screen')).toBeNull();
  await stage.ask('session.reopen', { byOralOrder: false });
  await becomes('bench', null);
  // What came in closed session stays with the court, also when it is shown in the open one.
  await press('Показать');
  await becomes('bench', red!);
  expect(await painted('screen')).toBeNull();
});

test('P9, P36, P38: the secretary sees the line and the photograph of a participant, and a document of theirs waits', async ({}, info) => {
  const { hearing } = await stage.until((state) => state.hearing !== null, 1000, 'the hearing is held');
  const { hearingId } = hearing!;
  const invited = await stage.ask('participant.invite', {
    ...{ hearingId, participantId: null, name: 'P. Sample', role: 'party', word: null },
  });
  const door = { port, ca: authorityOf(path.join(home, 'keys')) };
  const page = await knock(port, door.ca, invited.link, invited.word);
  await page.heard('wait');
  let isCounted = false;
  for (let tries = 0; tries < 4 && !isCounted; tries += 1) {
    const told = await measure(door, page);
    isCounted = told.end === 'counted';
    page.say({ say: 'measured', receive: told.end === 'counted' ? told.receive : null, connection: 'wifi' });
    await wait(300);
  }
  const photo = colouredPng(480, 640, [150, 110, 90]);
  const { participantId } = invited;
  const { url } = await stage.ask('participant.add-photo', { hearingId, participantId, lengthBytes: photo.length });
  expect((await put(url, photo)).ok).toBe(true);
  await press('Закрыть документы');
  await press('Открыть список');
  await expect(desk.getByText('Связи хватает')).toBeVisible();
  await expect(desk.getByRole('img', { name: 'Фотография из ходатайства' })).toBeVisible();
  await desk.screenshot({ path: info.outputPath('participants-ru.png') });
  await press('Пригласить в зал');
  await page.heard('inside');
  await press('Закрыть список');
  const receipt = colouredPng(300, 400, [225, 220, 205]);
  const { id } = await offer(page, 'Receipt.png', receipt.length);
  expect(await bring(door, page, id, receipt)).toMatchObject({ isWhole: true });
  await expect(desk.getByText('Документ ждёт решения: P. Sample')).toBeVisible();
  expect(await lookOver(desk)).toEqual([]);
  await desk.screenshot({ path: info.outputPath('waits-ru.png') });
  await desk.getByRole('button', { name: /^Документы:/ }).click();
  await desk.getByText('Receipt.png').click();
  await expect(desk.getByRole('button', { name: 'Показать', exact: true })).toBeDisabled();
  await desk.locator('button[lang="kk"]').click();
  expect(await lookOver(desk)).toEqual([]);
  await desk.screenshot({ path: info.outputPath('handed-in-kk.png') });
  await desk.locator('button[lang="ru"]').click();
  await desk.getByRole('button', { name: /^Принять/ }).click();
  await expect(desk.getByText('Документ ждёт решения: P. Sample')).toHaveCount(0);
  await expect(desk.getByRole('button', { name: 'Показать', exact: true })).toBeEnabled();
  page.drop();
});
