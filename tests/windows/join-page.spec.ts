import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page, type TestInfo } from '@playwright/test';
import type { InvitationShown, ParticipantShown } from '#contract/participants.ts';
import { authorityOf } from '../flow/join-page.ts';
import { openScriptedHearing, type ScriptedHall } from '../flow/scripted-hall.ts';
import { openAnyBrowser, type AnyBrowser } from '../stage/open-any-browser.ts';
import { colouredPdf, colouredPng, type Colour } from '../stage/exhibit-files.ts';
import { freePort } from '../stage/start-stage.ts';

/* The page of a participant in a Chromium that is not ours, over the hall's own HTTPS, at a telephone's size. */

test.describe.configure({ mode: 'serial' });
const [red, green, blue]: readonly Colour[] = [
  [200, 40, 60],
  [0, 153, 0],
  [0, 60, 220],
];
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-join-page-'));
let hall: ScriptedHall | undefined;
let browser: AnyBrowser | undefined;
let page: Page;
let invited: InvitationShown;

const secretary = () => hall!.secretary;
const becomes = (holds: (participant: ParticipantShown) => boolean, what: string) =>
  secretary().until(
    ({ participants }) => participants.some((each) => each.participantId === invited.participantId && holds(each)),
    5000,
    what,
  );
async function sayWord(word: string): Promise<void> {
  await page.getByLabel('Code word').fill(word);
  await page.getByRole('button', { name: 'Come in', exact: true }).click();
}
/** Nothing is wider than the screen, and every target is as large as a finger. */
async function fitsTelephone(): Promise<void> {
  const misfits = await page.evaluate(() =>
    [...document.querySelectorAll('button, a, summary, input, textarea, video')].flatMap((each) => {
      const { width, height, left, right } = each.getBoundingClientRect();
      const isFit = width === 0 || (height >= 48 && width >= 48 && left >= 0 && right <= innerWidth);
      return isFit && each.scrollWidth <= Math.ceil(width) ? [] : [each.outerHTML.slice(0, 200)];
    }),
  );
  expect(misfits).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
}

test.beforeAll(async () => {
  const port = await freePort();
  const room = { TARAZY_ROOM_PORT: String(port), TARAZY_ROOM_HOST: '127.0.0.1' };
  hall = await openScriptedHearing(home, 1, room);
  invited = await secretary().must('participant.invite', {
    ...{ hearingId: hall.hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
  });
  browser = await openAnyBrowser(authorityOf(path.join(home, 'keys')));
  ({ page } = browser);
});
test.afterAll(async () => {
  await browser?.close();
  await hall?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('the link opens a page that asks for the code word alone, in three languages', async () => {
  await page.goto(invited.link);
  for (const [language, label] of [
    ['ҚАЗ', 'Кодтық сөз'],
    ['РУС', 'Кодовое слово'],
    ['ENG', 'Code word'],
  ] as const) {
    await page.getByRole('button', { name: language }).click();
    await expect(page.getByLabel(label)).toBeVisible();
    await fitsTelephone();
  }
  await expect(page.getByText('7514-26')).toHaveCount(0);
});

/** How it looks on a telephone and on a PC, in both languages of the court, for whoever looks; English again afterwards. */
async function pictures(name: string, info: TestInfo): Promise<void> {
  for (const [device, size] of [
    ['pc', { width: 1280, height: 800 }],
    ['phone', { width: 360, height: 740 }],
  ] as const) {
    await page.setViewportSize(size);
    for (const language of ['kk', 'ru', 'en']) {
      await page.locator(`button[lang="${language}"]`).click();
      if (device === 'phone') await fitsTelephone();
      if (language !== 'en')
        await page.screenshot({ path: info.outputPath(`${name}-${device}-${language}.png`), fullPage: true });
    }
  }
}

test('a wrong word is refused with its code, and the next try waits as long as is said', async ({}, info) => {
  await sayWord('not the word');
  await expect(page.getByRole('alert')).toContainText('PAR-103');
  await expect(page.getByRole('button', { name: 'Wait 1 s' })).toBeDisabled();
  await page.screenshot({ path: info.outputPath('wrong-word.png'), fullPage: true });
  await expect(page.getByRole('button', { name: 'Come in', exact: true })).toBeEnabled();
});

test('L8: the right word leads into the waiting room, where the place is judged on the device', async ({}, info) => {
  await sayWord(invited.word);
  await expect(page.getByRole('heading', { name: 'Please wait to be let in' })).toBeVisible();
  await becomes(({ stage, language }) => stage === 'waiting' && language === 'en', 'the participant waits');
  await page.getByRole('button', { name: 'Check camera and microphone' }).click();
  for (const found of ['There is light enough', 'You are heard well', 'The picture is calm'])
    await expect(page.getByText(found)).toBeVisible({ timeout: 40_000 });
  // P38: the line was measured by itself meanwhile.
  await expect(page.getByText('The connection is good enough')).toBeVisible({ timeout: 40_000 });
  await becomes(
    ({ line }) => line?.measured?.verdict === 'enough' && line.attempts >= 1,
    'the secretary sees the line',
  );
  await fitsTelephone();
  await page.screenshot({ path: info.outputPath('waiting.png'), fullPage: true });
  await pictures('waiting', info);
  await expect(page.getByText('7514-26')).toHaveCount(0);
});

test('whoever is admitted answers the court, says what goes well and asks to speak', async ({}, info) => {
  const { participantId } = invited;
  await secretary().must('participant.admit', { participantId });
  await expect(page.getByRole('heading', { name: 'You are in the hearing' })).toBeVisible();
  await page.getByRole('button', { name: 'No, nobody' }).click();
  await page.getByRole('group', { name: 'I hear the hall' }).getByRole('button', { name: 'Yes' }).click();
  await page.getByRole('button', { name: 'Ask to speak' }).click();
  await becomes(
    ({ isHandRaised, isUnder16Present, rights }) =>
      isHandRaised && isUnder16Present === false && rights.hears.page === true,
    'the hall knows',
  );
  await page.getByRole('button', { name: 'Leave' }).scrollIntoViewIfNeeded();
  await secretary().must('participant.direct', { participantId, text: 'Stand up, please' });
  await expect(page.getByText('Stand up, please')).toBeInViewport();
  await page.getByRole('button', { name: 'Report a problem' }).click();
  await page.getByRole('button', { name: 'I do not see' }).click();
  await becomes(({ problem }) => problem?.text === 'I do not see', 'the problem is told');
  await fitsTelephone();
  await page.screenshot({ path: info.outputPath('inside.png'), fullPage: true });
  await pictures('inside', info);
});

/** The colour in the middle of the document that the page shows; null where it shows none. */
async function painted(): Promise<Colour | null> {
  const paper = page.locator('main canvas');
  if ((await paper.count()) === 0) return null;
  const png = (await paper.screenshot({ timeout: 2000 })).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    pen?.drawImage(picture, 0, 0);
    const pixel = pen?.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data;
    return pixel === undefined ? null : ([pixel[0]!, pixel[1]!, pixel[2]!] as const);
  }, png);
}
const becomesColour = (colour: Colour | null) =>
  expect
    .poll(
      async () => {
        const seen = await painted().catch(() => undefined);
        if (seen === undefined) return false;
        return colour === null || seen === null
          ? seen === colour
          : seen.every((part, index) => Math.abs(part - colour[index]!) <= 3);
      },
      { timeout: 40_000, message: `the colour is ${String(colour)}` },
    )
    .toBe(true);
async function add(name: string, bytes: Buffer) {
  const { exhibitId, url } = await secretary().must('exhibit.add', { name, lengthBytes: bytes.length });
  await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
  return exhibitId;
}

test('P36: what the court shows is drawn on the page, page by page in step, and is off it once it is taken off', async ({}, info) => {
  const exhibitId = await add('Contract.pdf', colouredPdf([green!, blue!]));
  await secretary().must('exhibit.show', { exhibitId, page: 1 });
  await becomesColour(green!);
  await expect(page.getByText('Page 1 of 2')).toBeInViewport();
  await secretary().must('exhibit.show', { exhibitId, page: 2 });
  await becomesColour(blue!);
  // As large as its place, which is more than half of the telephone's screen.
  const [paper, place] = await Promise.all(
    ['main canvas', '[role="img"]'].map((each) => page.locator(each).first().boundingBox()),
  );
  expect(place!.height).toBeGreaterThan(370);
  expect(Math.max(paper!.height / place!.height, paper!.width / place!.width)).toBeGreaterThan(0.97);
  await fitsTelephone();
  await page.screenshot({ path: info.outputPath('document.png'), fullPage: true });
  await page.getByRole('button', { name: 'Larger' }).click();
  await expect.poll(async () => (await page.locator('main canvas').boundingBox())?.width).toBeGreaterThan(500);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.getByRole('button', { name: 'Whole' }).click();
  await secretary().must('exhibit.hide', {});
  await becomesColour(null);
});

test('P36: a document is handed in from the page, and the page knows what the court said of it', async ({}, info) => {
  await page.getByRole('button', { name: 'Hand in a document' }).click();
  await fitsTelephone();
  await page.screenshot({ path: info.outputPath('hand-in.png'), fullPage: true });
  const choose = (name: string, buffer: Buffer, mimeType: string) =>
    page.locator('input[type="file"]').last().setInputFiles({ name, buffer, mimeType });
  await choose('Receipt.png', colouredPng(600, 400, red!), 'image/png');
  await expect(page.getByText('handed in, awaits the presiding judge')).toBeVisible();
  const state = await secretary().until(({ hearing }) => hearing?.handedIn.length === 1, 5000, 'the court has it');
  const [handedIn] = state.hearing!.handedIn;
  expect(handedIn).toMatchObject({ name: 'Receipt.png', from: { name: 'W. Sample' } });
  await secretary().must('exhibit.decide', { exhibitId: handedIn!.exhibitId, isAccepted: true });
  await expect(page.getByRole('listitem').filter({ hasText: 'Receipt.png' })).toContainText('accepted by the court');
  await page.getByRole('button', { name: 'Hand in a document' }).click();
  await choose('Program.pdf', Buffer.from('no document'), 'application/pdf');
  await expect(page.getByText('EXH-103')).toBeVisible();
  await fitsTelephone();
  await page.screenshot({ path: info.outputPath('handed-in.png'), fullPage: true });
});

test('whoever holds "Leave" is out, and comes in again by the same link', async () => {
  const leave = page.getByRole('button', { name: 'Leave' });
  await leave.click();
  await expect(page.getByRole('heading', { name: 'You are in the hearing' })).toBeVisible();
  await leave.click({ delay: 1500 });
  await expect(page.getByRole('heading', { name: 'You have left' })).toBeVisible();
  await becomes(({ stage }) => stage === 'left', 'the participant has left');
  await page.goto('about:blank');
  await page.goto(invited.link);
  await sayWord(invited.word);
  await expect(page.getByRole('heading', { name: 'Please wait to be let in' })).toBeVisible();
  await becomes(({ stage, isHere }) => stage === 'waiting' && isHere, 'the participant waits again');
});

test('a page that is loaded anew by chance is where it was, without the word', async () => {
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Please wait to be let in' })).toBeVisible();
});

test('the browser complained of nothing, and would have told of a broken policy', async () => {
  expect(browser?.complaints).toEqual([]);
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('script'), { text: '1' })));
  await expect.poll(() => browser?.complaints).toEqual([expect.stringContaining('Content Security Policy')]);
});

test('while the hall is away nothing on the page can be pressed, and it comes back by itself', async ({}, info) => {
  const gone = hall!.restart('SIGKILL');
  await expect(page.getByText('The link broke, restoring…')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('main')).toHaveAttribute('inert', '');
  await page.screenshot({ path: info.outputPath('lost.png'), fullPage: true });
  await gone;
  await expect(page.locator('main')).not.toHaveAttribute('inert');
  await expect(page.getByRole('heading', { name: 'Please wait to be let in' })).toBeVisible();
});
