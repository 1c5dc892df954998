import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { HallState } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import type { InvitationShown } from '#contract/participants.ts';
import { authorityOf } from '../flow/join-page.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { colouredPng, type Colour } from '../stage/exhibit-files.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { inventVoice } from '../stage/invented-voice.ts';
import { lookOver } from '../stage/look-over.ts';
import { meanDbWhileMuted } from '../stage/muted-record.ts';
import { openAnyBrowser, type AnyBrowser } from '../stage/open-any-browser.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort, startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P35, P36, P6, L5: what the public's monitor paints, with two participants' pages on the line. */

test.describe.configure({ mode: 'serial' });
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-layouts-'));
const red: Colour = [200, 40, 60];
let lab: Lab | undefined;
const browsers: AnyBrowser[] = [];
const invited: InvitationShown[] = [];
let hall: Stage;
let isUp = false;
let desk: Page;
/** P6: where a monitor does not say in time that it is dark its window is ended, and another comes. */
const bench = (): Promise<Page> => hall.page('bench');
const screen = (): Promise<Page> => hall.page('screen');

const seat = { name: '', gated: false } as const;
const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
const video = { width: 640, height: 360, frameRate: 10, bitrateBps: 500_000 };
const card: HallCard = {
  court: 'Алматы қалалық соты',
  hall: '1',
  seats: [
    { ...seat, id: 'voice' as SeatId, kind: 'microphone', place: 'judge', device: device('Microphone Judge') },
    { ...seat, id: 'view' as SeatId, kind: 'camera', place: 'hall', device: device('Camera Hall'), video },
  ],
};
async function openHearing(): Promise<void> {
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  for (const [name, role] of [
    ['Иванова Айгүл Серікқызы', 'witness'],
    ['Ахметов Ерлан Маратович', 'lawyer'],
  ] as const)
    invited.push(await hall.ask('participant.invite', { hearingId, participantId: null, name, role, word: null }));
  await hall.ask('hearing.check', { hearingId });
  await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await hall.until((state) => state.lamp.state === 'recording', 60_000, 'the lamp is lit');
}
async function comeIn({ link, word, participantId }: InvitationShown): Promise<void> {
  const browser = await openAnyBrowser(authorityOf(path.join(home, 'keys')));
  browsers.push(browser);
  await inventVoice(browser.page, [1000], true);
  await browser.page.goto(link);
  await browser.page.getByLabel('Code word').fill(word);
  await browser.page.getByRole('button', { name: 'Come in', exact: true }).click();
  const isWaiting = ({ participants }: HallState): boolean =>
    participants.some((each) => each.participantId === participantId && each.stage === 'waiting');
  await hall.until(isWaiting, 15_000, 'the participant waits');
  await hall.ask('participant.admit', { participantId });
}

test.beforeAll(async () => {
  const small = { widthPx: 640, heightPx: 360, framesPerSecond: 10 };
  lab = await startLab({
    ...ordinaryCourtroom,
    // Only who comes from afar speaks.
    microphones: [{ name: 'judge', label: 'Microphone Judge', channels: ['tone-700'] }],
    screen: { widthPx: 2560, heightPx: 1520 },
    cameras: ordinaryCourtroom.cameras.map((camera) => ({ ...camera, ...small })),
  });
  hall = await startStage({
    openLab: lab,
    homeFolder: home,
    windows: {
      console: { x: 0, y: 0, width: 1280, height: 800 },
      bench: { x: 1280, y: 0, width: 1280, height: 720 },
      screen: { x: 0, y: 800, width: 1280, height: 720 },
    },
    env: { TARAZY_ROOM_PORT: String(await freePort()), TARAZY_ROOM_HOST: '127.0.0.1' },
  });
  isUp = true;
  await hall.ask('hall.set-up', { card });
  await openHearing();
  for (const each of invited) await comeIn(each);
  await hall.until(
    ({ calls }) => calls.filter(({ state }) => state === 'connected').length === 2,
    40_000,
    'both are on the line',
  );
  await hall.until(({ lamp }) => lamp.state === 'recording', 60_000, 'everybody is written');
  desk = await hall.page('console');
  await desk.locator('button[lang="ru"]').click();
});
test.afterAll(async () => {
  for (const browser of browsers) await browser.close();
  if (isUp) await hall.stop();
  await lab?.stop();
  rmSync(home, { recursive: true, force: true });
});

type Painted = Readonly<{ voice: string; width: number; isMoving: boolean }>;

/** Whose pictures are painted on the public's monitor, how wide, and whether they move. */
async function painted(): Promise<readonly Painted[]> {
  return (await screen()).evaluate(async (first) => {
    const found = [...document.querySelectorAll<HTMLElement>('[data-voice]')].flatMap((place) => {
      const video = place.querySelector('video');
      return video === null ? [] : [{ voice: place.dataset['voice'] ?? '', video }];
    });
    const before = found.map(({ video }) => video.getVideoPlaybackQuality().totalVideoFrames);
    await new Promise((resolve) => setTimeout(resolve, 700));
    return found.map(({ voice, video }, index) => ({
      voice: voice === 'hall' ? 'own' : voice === first ? 'first' : 'second',
      width: Math.round(video.getBoundingClientRect().width),
      isMoving: video.getVideoPlaybackQuality().totalVideoFrames > before[index]!,
    }));
  }, invited[0]!.participantId as string);
}
/** These and nobody else are painted and move; answers their widths in this order. */
async function shows(...voices: readonly string[]): Promise<readonly number[]> {
  let seen: readonly Painted[] = [];
  const look = async (): Promise<readonly string[]> => {
    seen = await painted().catch(() => []);
    return seen
      .filter(({ isMoving }) => isMoving)
      .map(({ voice }) => voice)
      .sort();
  };
  await expect.poll(look).toEqual([...voices].sort());
  return voices.map((voice) => seen.find((each) => each.voice === voice)!.width);
}
const documents = async (page: () => Promise<Page>): Promise<number> =>
  (await page()).locator('main canvas, main img').count();
const layoutIs = (layout: string) => hall.until(({ monitors }) => monitors.layout === layout, 5000, `it is ${layout}`);
/** As a finger does, at the middle of what is named. */
async function tap(name: string): Promise<void> {
  const box = await desk.getByRole('button', { name, exact: true }).boundingBox({ timeout: 40_000 });
  if (box === null) throw new Error(`no button ${name}`);
  const session = await desk.context().newCDPSession(desk);
  const at = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}
async function picture(name: string): Promise<void> {
  for (const language of ['kk', 'ru'] as const) {
    for (const page of [desk, await screen(), await bench()]) await page.locator(`button[lang="${language}"]`).click();
    await wait(300);
    for (const page of [desk, await screen()]) expect(await lookOver(page)).toEqual([]);
    await (await screen()).screenshot({ path: test.info().outputPath(`${name}-screen-${language}.png`) });
    await desk.screenshot({ path: test.info().outputPath(`${name}-console-${language}.png`) });
    await (await bench()).screenshot({ path: test.info().outputPath(`${name}-bench-${language}.png`) });
  }
}

test('by the keyboard everybody is shown alike, whether or not the bar is unfolded', async () => {
  await desk.keyboard.press('Alt+Digit3');
  await layoutIs('grid');
  const [one, other] = await shows('first', 'second');
  expect(one).toBe(other);
  await picture('grid');
});

test('by touch whoever speaks is large and the other small in a row', async () => {
  await tap('Экран зала: Все');
  await tap('Говорящий');
  await layoutIs('speaker');
  const timesAsWide = async (): Promise<number> => {
    const { monitors } = await hall.until(({ monitors }) => monitors.lastSpeaker !== null, 30_000, 'somebody speaks');
    const [first, second] = await shows('first', 'second');
    return monitors.lastSpeaker === invited[0]!.participantId ? first! / second! : second! / first!;
  };
  // Who speaks may change between the two looks.
  await expect.poll(timesAsWide).toBeGreaterThan(2);
  expect(await lookOver(desk)).toEqual([]);
  await picture('speaker');
});

test('somebody is large whoever speaks, once the secretary wants it so', async () => {
  await tap('Иванова Айгүл Серікқызы');
  await hall.until(({ monitors }) => monitors.spotlight !== null, 5000, 'the secretary wants it so');
  await expect(async () => {
    const [first, second] = await shows('first', 'second');
    expect(first).toBeGreaterThan(2 * second!);
  }).toPass({ timeout: 40_000 });
  await tap('Кто говорит');
  await hall.until(({ monitors }) => monitors.spotlight === null, 5000, 'whoever speaks is large again');
});

test("the hall's own view is painted with the others, and only in this layout", async () => {
  await desk.keyboard.press('Alt+Digit5');
  await shows('own', 'first', 'second');
  await picture('overview');
  await desk.keyboard.press('Alt+Digit1');
  await shows('first', 'second');
});

test('a document is large beside one picture, gives way to what is chosen in its sight, and stays on the bench', async () => {
  await tap('Документы: 0');
  const file = { name: 'Фото.png', buffer: colouredPng(600, 400, red), mimeType: 'image/png' };
  await desk.locator('input[type="file"]').setInputFiles(file);
  await expect(desk.getByRole('button', { name: 'Фото.png' })).toBeVisible();
  await desk.getByRole('button', { name: 'Показать', exact: true }).click();
  await layoutIs('exhibit');
  await expect.poll(() => documents(screen)).toBe(1);
  expect(await painted()).toHaveLength(1);
  await picture('exhibit');
  await desk.keyboard.press('Alt+Digit3');
  await shows('first', 'second');
  expect(await documents(screen)).toBe(0);
  expect(await documents(bench)).toBe(1);
  await desk.keyboard.press('Alt+Digit4');
  await expect.poll(() => documents(screen)).toBe(1);
  await desk.getByRole('button', { name: 'Убрать с экранов', exact: true }).click();
  await expect.poll(() => documents(screen)).toBe(0);
});

test('one key mutes everybody and tells the page', async () => {
  await desk.keyboard.press('F3');
  await hall.until(
    ({ monitors, participants }) => monitors.isMutedAll && participants.every(({ isMuted }) => isMuted),
    5000,
    'all are mute',
  );
  await expect(desk.getByText('В зале не слышно никого из удалённых. Запись идёт.')).toBeVisible();
  await picture('muted');
  await browsers[0]!.page.screenshot({ path: test.info().outputPath('muted-page.png'), fullPage: true });
  await wait(6000);
  await desk.keyboard.press('F3');
  await hall.until(
    ({ monitors, participants }) => !monitors.isMutedAll && !participants.some(({ isMuted }) => isMuted),
    5000,
    'heard again',
  );
});

test('L5: in the deliberation nothing is painted and no camera is open, also when the hall was in view', async () => {
  await desk.keyboard.press('Alt+Digit5');
  await shows('own', 'first', 'second');
  await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  await expect.poll(() => painted().catch(() => null)).toEqual([]);
  const [proof] = entriesOf(readJournal(onlyHearingFolder(home)), 'capture.closed');
  expect(proof?.body.openStreams).toEqual([]);
  await (await screen()).screenshot({ path: test.info().outputPath('deliberation-screen.png') });
  await hall.ask('hearing.resume', { byOralOrder: true });
  await expect.poll(async () => (await painted()).map(({ voice }) => voice)).toContain('own');
});

test('P6: in a closed session nothing is painted whatever is chosen, and a document only for the judge', async () => {
  await hall.ask('session.close', { byOralOrder: true });
  await expect.poll(() => painted().catch(() => null)).toEqual([]);
  await desk.keyboard.press('Alt+Digit3');
  await hall.ask('monitors.arrange', { choice: 'overview' });
  const { exhibits } = await hall.ask('exhibit.list', {
    hearingId: (await hall.until((state) => state.hearing !== null, 1000, 'a hearing')).hearing!.hearingId,
  });
  await hall.ask('exhibit.show', { exhibitId: exhibits[0]!.exhibitId, page: 1 });
  await expect.poll(() => documents(bench)).toBe(1);
  await wait(1000);
  expect(await painted()).toEqual([]);
  expect(await documents(screen)).toBe(0);
  await picture('closed');
  await hall.ask('session.reopen', { byOralOrder: true });
  // Nobody is dialled by it; the hall's own view comes back, because it was chosen.
  await shows('own');
});

test('the journal says what the public saw, and of a page that was muted nothing is recorded', async () => {
  await hall.ask('hearing.end', { byOralOrder: false });
  const folder = onlyHearingFolder(home);
  const journal = readJournal(folder);
  const chosen = entriesOf(journal, 'monitors.arranged').map(({ body }) => body.choice);
  expect(chosen).toEqual([
    ...['auto', 'grid', 'speaker', 'speaker', 'speaker'],
    ...['overview', 'auto', 'grid', 'exhibit', 'overview', 'overview'],
  ]);
  // A page that tells its person that the microphone is off sends nothing, so that nobody is recorded who believes to be alone.
  expect(await meanDbWhileMuted(folder, 'remote-person')).toBeLessThan(-75);
});
