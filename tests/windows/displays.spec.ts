import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P35: real monitors of RandR that are plugged out and in while a hearing runs. */

test.describe.configure({ mode: 'serial' });
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-displays-'));
const desk = { id: 1, x: 0, y: 0, width: 1280, height: 800 };
const judge = { id: 2, x: 1280, y: 0, width: 1024, height: 768 };
const wall = { id: 3, x: 2304, y: 0, width: 1280, height: 720 };
const stand = { id: 4, x: 3584, y: 0, width: 800, height: 600 };
/** Nobody's: the hall has windows for four. */
const spare = { id: 5, x: 4384, y: 0, width: 640, height: 480 };
const all = [desk, judge, wall, stand, spare];
let lab: Lab | undefined;
let hall: Stage | undefined;

const seat = { name: '', gated: false } as const;
const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
const card: HallCard = {
  court: 'Court',
  hall: '1',
  seats: [
    { ...seat, id: 'voice' as SeatId, kind: 'microphone', place: 'judge', device: device('Microphone Judge') },
    { ...seat, id: 'oath' as SeatId, kind: 'microphone', place: 'witness', device: device('Microphone Witness') },
  ],
};

type Window = 'console' | 'bench' | 'screen' | 'witness';

/** Where a window stands, as its own page knows it. */
const standsAt = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => [window.screenX, window.screenY, window.innerWidth, window.innerHeight]);
async function stands(name: Window, on: typeof desk): Promise<void> {
  const at = async (): Promise<readonly number[]> => {
    await hall!.letGo();
    return standsAt(await hall!.page(name)).catch(() => []);
  };
  await expect
    .poll(at, { timeout: 40_000, message: `${name} on its display` })
    .toEqual([on.x, on.y, on.width, on.height]);
}
/** The windows that are open now. */
async function opened(): Promise<readonly string[]> {
  await hall!.letGo();
  const pages = (await hall!.page('console')).context().pages();
  return pages
    .map((page) =>
      page
        .url()
        .replace(/^tarazy:\/\/app\/(\w+)\/index[.]html[?]?(\w*)$/, '$1 $2')
        .trim(),
    )
    .filter((name) => /^(console|bench|screen)/.test(name))
    .sort();
}
const missing = (state: Awaited<ReturnType<Stage['until']>>): readonly unknown[] =>
  state.alarms.flatMap(({ fault }) => (fault.key === 'monitor.missing' ? [fault.args['monitor']] : [])).sort();
const misses = (...names: Window[]): Promise<unknown> =>
  hall!.until((state) => missing(state).join() === names.sort().join(), 20_000, `missing: ${names.join()}`);

test.beforeAll(async () => {
  lab = await startLab({
    microphones: [
      { name: 'judge', label: 'Microphone Judge', channels: ['ru-judge'] },
      { name: 'witness', label: 'Microphone Witness', channels: ['ru-witness'] },
    ],
    displays: [desk, judge, wall, stand, spare],
  });
  hall = await startStage({ openLab: lab, homeFolder: home, windows: 'on-displays' });
  await hall.ask('hall.set-up', { card });
});
test.afterAll(async () => {
  await hall?.stop();
  await lab?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('every window fills a display of its own, and the witness has one because the hall has a seat for a witness', async () => {
  await stands('console', desk);
  await stands('bench', judge);
  await stands('screen', wall);
  await stands('witness', stand);
  expect(await opened()).toEqual(['bench', 'console', 'screen', 'screen witness']);
});

test('in set-up each monitor says which it is, and two that were taken for one another are exchanged for good', async ({}, info) => {
  const page = await hall!.page('console');
  await page.locator('button[lang="ru"]').click();
  await page.getByRole('button', { name: 'Настройка зала' }).click();
  const next = page.getByRole('button', { name: 'ДАЛЕЕ' });
  while (await next.isVisible()) await next.click();
  for (const [name, words] of [
    ['bench', 'экран судьи'],
    ['screen', 'экран зала'],
    ['witness', 'экран свидетеля'],
  ] as const) {
    const sign = (await hall!.page(name)).getByRole('status').filter({ hasText: words });
    await expect(sign).toBeVisible();
    await (await hall!.page(name)).screenshot({ path: info.outputPath(`sign-${name}.png`) });
  }
  for (const language of ['kk', 'ru']) {
    await page.locator(`button[lang="${language}"]`).click();
    await page.screenshot({ path: info.outputPath(`monitors-${language}.png`) });
    expect(await lookOver(page), language).toEqual([]);
  }
  await page.getByLabel('Монитор 2 — это').selectOption('screen');
  await stands('bench', wall);
  await stands('screen', judge);
  await (await hall!.page('console')).getByLabel('Монитор 3 — это').selectOption('bench');
  await stands('bench', judge);
  await stands('screen', wall);
  await (await hall!.page('console')).getByRole('button', { name: 'СОХРАНИТЬ' }).click();
  await expect((await hall!.page('bench')).getByText('экран судьи')).toBeHidden();
});

test("the judge's window goes with its display, comes up on no other, is told by name, and is back with it", async ({}, info) => {
  const stage = hall!;
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');

  await lab!.plug([desk, wall, stand, spare]);
  await misses('bench');
  await expect.poll(opened).toEqual(['console', 'screen', 'screen witness']);
  await stands('console', desk);
  await stands('screen', wall);
  const page = await stage.page('console');
  await page.locator('button[lang="ru"]').click();
  await expect(page.getByRole('alert')).toContainText('Не подключён монитор: экран судьи');
  await page.screenshot({ path: info.outputPath('missing-ru.png') });
  await page.locator('button[lang="kk"]').click();
  await expect(page.getByRole('alert')).toContainText('Монитор қосылмаған: судья экраны');
  await page.screenshot({ path: info.outputPath('missing-kk.png') });

  await lab!.plug(all);
  await misses();
  await stands('bench', judge);
  await stands('console', desk);
});

test('a monitor that nobody knows never gets the judge while a hearing is held, and serves the public at once', async () => {
  await lab!.plug([desk, stand, spare]);
  await misses('bench');
  await stands('screen', spare);
  await wait(2000);
  expect(await opened()).not.toContain('bench');
  await lab!.plug(all);
  await misses();
  await stands('bench', judge);
  await stands('screen', wall);
});

test("the console whose display is gone takes the judge's and not the public's, and both are back afterwards", async () => {
  await lab!.plug([
    { ...judge, x: 0 },
    { ...wall, x: 1024 },
    { ...stand, x: 2304 },
  ]);
  await misses('bench', 'console');
  await stands('console', { ...judge, x: 0 });
  await stands('screen', { ...wall, x: 1024 });
  expect(await opened()).toEqual(['console', 'screen', 'screen witness']);
  await lab!.plug(all);
  await misses();
  await stands('console', desk);
  await stands('bench', judge);
  expect((await hall!.until(() => true, 1000, 'a state')).lamp.state).toBe('recording');
});

test("a replaced monitor is the judge's once a person has said so, and stays so", async ({}, info) => {
  await lab!.plug([desk, wall, stand]);
  await misses('bench');
  const press = async (): Promise<Page> => {
    const page = await hall!.page('console');
    await page.locator('button[lang="ru"]').click();
    await page.getByRole('button', { name: 'Монитор заменён…' }).click();
    return page;
  };
  const hold = async (page: Page): Promise<void> => {
    const { x, y, width, height } = (await page.getByRole('button', { name: 'Показать экран судьи' }).boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await wait(1500);
    await page.mouse.up();
  };
  const without = await press();
  await hold(without);
  await expect(without.getByRole('dialog').getByText('MON-101')).toBeVisible();
  await without.screenshot({ path: info.outputPath('no-spare-ru.png') });
  expect(await lookOver(without)).toEqual([]);
  await without.getByRole('button', { name: 'Отмена' }).click();
  // Its own comes back in between: of monitors without a number of their own, as these are, the next one in its place would be it.
  await lab!.plug(all);
  await misses();
  await lab!.plug([desk, wall, stand, spare]);
  await misses('bench');
  await wait(2000);
  expect(await opened()).not.toContain('bench');
  const page = await press();
  await page.locator('button[lang="kk"]').click();
  await page.screenshot({ path: info.outputPath('spare-kk.png') });
  expect(await lookOver(page)).toEqual([]);
  await page.locator('button[lang="ru"]').click();
  await hold(page);
  await misses();
  await stands('bench', spare);
  await stands('screen', wall);
  // The old one comes back as one that nobody knows.
  await lab!.plug(all);
  await wait(2000);
  await stands('bench', spare);
});

test('every window is on its own display again after a restart with one of them missing', async () => {
  await hall!.ask('hearing.end', { byOralOrder: false });
  await hall!.stop();
  await lab!.plug([desk, wall]);
  hall = await startStage({ openLab: lab!, homeFolder: home, windows: 'on-displays' });
  await misses('bench', 'witness');
  await stands('console', desk);
  await stands('screen', wall);
  expect(await opened()).toEqual(['console', 'screen']);
});
