import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { HallState } from '#contract/papers.ts';
import type { HearingId } from '#domain/ids.ts';
import type { SpeechName } from '../lab/speech.ts';
import { lookOver, type Flaw } from '../stage/look-over.ts';
import { wait, type Stage } from '../stage/start-stage.ts';
import { handsAt, speak, word, type DemoLanguage } from './player.ts';
import { answerCall } from './second-hall.ts';

/** When one speaker of the courtroom was silent, on the machine's monotonic clock. */
export type Hush = Readonly<{ microphone: string; fromUs: number; toUs: number }>;

export type PlayedHearing = Readonly<{ hearingId: HearingId; hushes: readonly Hush[]; exportedTo: string }>;

/** Takes pictures of the windows in both state languages; the names tell phase, window, language and size. */
export type Photographer = ((
  name: string,
  pages: Readonly<Record<string, Page>>,
  /** The first so many sizes; all of them without it. */
  sizeCount?: number,
) => Promise<void>) &
  Readonly<{ flaws: readonly (Flaw & Readonly<{ picture: string }>)[] }>;

type Card = Readonly<{
  court: string;
  hall: string;
  caseNumber: string;
  judge: string;
  secretary: string;
  claimant: string;
  defendant: string;
  note: string;
  reason: string;
  second: Readonly<{ court: string; hall: string }>;
}>;

/** Invented names in Russian; kept apart because code holds no Cyrillic. */
export const inventedCase = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'invented-case.json'), 'utf8'),
) as Card;

const seats = [
  ['Microphone Judge', 'judge'],
  ['Microphone Secretary', 'secretary'],
  ['Microphone Witness', 'witness'],
  ['Microphone Defender', 'defence'],
] as const;
const cameras = [
  ['Camera Judge', 'bench-view'],
  ['Camera Hall', 'parties-view'],
] as const;

/** Whom the second hall hears in the first seconds of the call. */
export const onLineSpeaker = 'ru-judge' satisfies SpeechName;
const isHeardAndWritten = ({ calls: [call], lamp }: HallState): boolean =>
  call?.state === 'connected' &&
  lamp.tracks.filter((track) => track.trackId.startsWith('remote-') && track.state === 'written').length === 2;
const nowUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** First run: the hall is set up on its own screen, step by step, as a technician would. */
export async function setUpHall(stage: Stage, shoot: Photographer): Promise<void> {
  const page = await stage.page('console');
  const hands = handsAt(page, 'ru');
  await hands.field('setup.court').fill(inventedCase.court);
  await hands.field('setup.hall').fill(inventedCase.hall);
  await shoot('1-set-up-names', { console: page });
  await hands.press('setup.next');
  await chooseSeats(page, seats);
  await wait(1500);
  await shoot('1-set-up-microphones', { console: page });
  await hands.press('setup.next');
  await chooseSeats(page, cameras);
  await wait(1500);
  await shoot('1-set-up-cameras', { console: page });
  await hands.press('setup.next');
  await wait(500);
  await shoot('1-set-up-loudspeakers', { console: page });
  await hands.press('setup.save');
  await stage.until(
    (state) => state.isSetUp && !state.previewsAllowed,
    10_000,
    'the hall is set up and its devices are closed again',
  );
}

/** The hall shows its code, the second hall enters it. */
export async function pairHalls(stage: Stage, second: Stage, port: number, shoot: Photographer): Promise<void> {
  const page = await stage.page('console');
  const hands = handsAt(page, 'ru');
  await hands.press('today.setUp');
  await hands.press('halls.title');
  await shoot('1-halls-none', { console: page });
  await hands.press('halls.show');
  const code = await page.locator('[role=status] strong').first().innerText({ timeout: 10_000 });
  await shoot('1-halls-code', { console: page });
  await second.ask('peer.join', { host: '127.0.0.1', port, code });
  for (const hall of [stage, second])
    await hall.until((state) => state.peers[0]?.link === 'up', 10_000, 'the halls are linked');
  await wait(500);
  await shoot('1-halls-linked', { console: page });
  await hands.press('ui.back');
  await hands.press('setup.leave');
}

async function chooseSeats(page: Page, wanted: readonly (readonly [string, string])[]): Promise<void> {
  for (const [label, place] of wanted) {
    // The smallest block that holds both the device's name and a list of places is the device's own row.
    const row = page
      .locator('li,div')
      .filter({ hasText: label })
      .filter({ has: page.locator('select') })
      .last();
    await row.locator('select').first().selectOption(place, { timeout: 20_000 });
  }
}

/** Today → check → hearing → after, by the buttons that a secretary and a judge press. */
export async function playHearing(
  stage: Stage,
  second: Stage,
  shoot: Photographer,
  recordS: number,
): Promise<PlayedHearing> {
  let page = await stage.page('console');
  let both = { console: page, bench: await stage.page('bench') };
  let hands = handsAt(page, 'ru');
  await shoot('2-today-empty', { console: page });
  await hands.press('today.new');
  await hands.field('card.number').fill(inventedCase.caseNumber);
  await hands.field('card.judge').fill(inventedCase.judge);
  await hands.field('card.secretary').fill(inventedCase.secretary);
  for (const [index, name] of [inventedCase.claimant, inventedCase.defendant].entries()) {
    const names = page.getByLabel(word('ru', 'card.name'), { exact: true });
    if ((await names.count()) <= index) await hands.press('card.addParty');
    await names.nth(index).fill(name);
  }
  await shoot('2-today-card', { console: page });
  await hands.press('card.save');
  await hands.button('today.check').waitFor({ timeout: 10_000 });
  await shoot('2-today-list', { console: page });

  await hands.press('today.check');
  await stage.until((state) => state.check?.state === 'running', 10_000, 'the check runs');
  await wait(2500);
  await shoot('3-check-running', both);
  const checked = await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  if (checked.check?.passed !== true)
    throw new Error(`the check did not pass: ${JSON.stringify(checked.check?.items)}`);
  await wait(500);
  await shoot('3-check-done', both);
  await hands.press('check.open');
  const open = await stage.until(
    (state) => state.lamp.state === 'recording',
    20_000,
    'the lamp is lit from bytes on disk',
  );
  const hearingId = open.hearing?.hearingId;
  if (hearingId === undefined) throw new Error('no hearing is open');

  const hushes: Hush[] = [];
  await wait(recordS * 500);
  await page.keyboard.press('F2');
  for (const [name, microphone] of stage.lab.microphones) {
    await microphone.hush();
    const fromUs = nowUs();
    await wait(2600);
    hushes.push({ microphone: name, fromUs, toUs: nowUs() });
    await microphone.speak();
    await wait(400);
  }
  await hands.press('hearing.addNote');
  await page.locator('textarea:visible, input[type=text]:visible').first().fill(inventedCase.note);
  await hands.press('hearing.saveNote');
  await hands.press('marks.claimant');
  await hands.press('line.call');
  await stage.until((state) => state.calls[0]?.state === 'calling', 10_000, 'the second hall is called');
  await answerCall(second);
  await stage.until(isHeardAndWritten, 20_000, 'the second hall is heard and written');
  // One at a time, as in a real hearing: who speaks to the other hall is then known.
  const silent = [...stage.lab.microphones].filter(([name]) => name !== 'judge' && name !== 'second');
  for (const [, microphone] of silent) await microphone.hush();
  await stage.letGo();
  await wait(Math.max(recordS * 500, 13_000));
  for (const [, microphone] of silent) await microphone.speak();
  page = await stage.page('console');
  both = { console: page, bench: await stage.page('bench') };
  hands = handsAt(page, 'ru');
  await shoot('4-hearing-on-line', { ...both, screen: await stage.page('screen') }, 1);
  await hands.press('line.end');
  await stage.until((state) => state.calls[0]?.state === 'ended', 10_000, 'the link is ended');
  await shoot('4-hearing', both);

  await hands.press('hearing.repeat', { seconds: 10 });
  await page.waitForFunction(
    () => [...document.querySelectorAll('video')].some((video) => video.currentTime > 0.5 && video.src !== ''),
    undefined,
    { timeout: 15_000 },
  );
  await shoot('4-hearing-read-back', both);
  await hands.press('hearing.stopReadBack');

  await hands.press('hearing.technicalBreak');
  await page.locator('input[type=text]:visible, textarea:visible').first().fill(inventedCase.reason);
  await shoot('4-technical-break-reason', { console: page });
  await hands.press('hearing.beginBreak');
  await stage.until(
    (state) => state.hearing?.phase === 'technical-break' && state.lamp.state === 'recording',
    10_000,
    'the technical break is recorded',
  );
  await wait(1500);
  await shoot('4-technical-break', both);
  await hands.press('hearing.resumeHearing');
  await stage.until((state) => state.hearing?.phase === 'open', 10_000, 'the hearing goes on');

  await hands.hold('hearing.retire');
  await stage.until(
    (state) => state.hearing?.phase === 'deliberation' && state.lamp.state === 'closed',
    10_000,
    'nothing is recorded',
  );
  await wait(2500);
  await shoot('4-deliberation', both);
  await hands.press('hearing.resume');
  await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit again');
  await wait(16_000);
  await hands.hold('hearing.end');
  await stage.until((state) => state.hearing?.phase === 'ended', 20_000, 'the hearing is ended');

  await allPlayable(stage, hearingId);
  await wait(2500);
  await shoot('5-after', both);
  const { hearing, lanes, lengthUs } = await stage.ask('record.timeline', { hearingId });
  if (hearing.phase !== 'ended') throw new Error('the hearing is not closed');
  const exported = await stage.ask('record.export', {
    hearingId,
    fromUs: 0,
    toUs: lengthUs,
    tracks: lanes.map((lane) => lane.trackId),
  });
  return { hearingId, hushes, exportedTo: exported.path };
}

/** Every closed epoch has its seekable copy; until then the growing ones are still being taken away. */
async function allPlayable(stage: Stage, hearingId: HearingId): Promise<void> {
  const endsAt = Date.now() + 60_000;
  while ((await stage.ask('record.timeline', { hearingId })).isPreparing) {
    if (Date.now() > endsAt) throw new Error('the record was not made playable within a minute');
    await wait(500);
  }
}

/** The monitors go on small between the pictures: two halls are drawn by one processor here. */
const monitorAtRest = { width: 640, height: 400 };

/** Pictures in Russian and Kazakh at every size that the house supports, and what is cut or covered in any of them. */
export function photographer(pictureFolder: string, sizes: readonly (readonly [number, number])[]): Photographer {
  const flaws: (Flaw & { picture: string })[] = [];
  const shoot: (...given: Parameters<Photographer>) => Promise<void> = async (name, pages, sizeCount) => {
    for (const [window, page] of Object.entries(pages)) {
      for (const language of ['kk', 'ru'] as const satisfies readonly DemoLanguage[]) {
        await speak(page, language);
        for (const [width, height] of sizes.slice(0, sizeCount)) {
          await page.setViewportSize({ width, height });
          await wait(150);
          const picture = `${name}-${window}-${language}-${String(width)}x${String(height)}.png`;
          await page.screenshot({ path: path.join(pictureFolder, picture) });
          flaws.push(...(await lookOver(page)).map((flaw) => ({ picture, ...flaw })));
          // Drawing so much at once is a load that no hall has; the record must not wait for it.
          await wait(200);
        }
      }
      if (window !== 'console') await page.setViewportSize(monitorAtRest);
    }
  };
  return Object.assign(shoot, { flaws });
}
