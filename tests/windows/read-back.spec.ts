import { expect, test, type Page } from '@playwright/test';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { lookOver } from '../stage/look-over.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { heardIn } from '../stage/heard-in.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* The last words once more while the record goes on: in the output that was chosen, and in no other. */

test.describe.configure({ mode: 'serial' });
let stage: Stage;
let desk: Page;

async function look(name: string): Promise<void> {
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await desk.screenshot({ path: test.info().outputPath(`${name}-${language}.png`) });
    expect(await lookOver(desk), `${name} ${language}`).toEqual([]);
  }
}
const player = (): ReturnType<Page['locator']> => desk.locator('section[class*="player"]');
const playedS = (): Promise<number> =>
  player()
    .locator('video')
    .evaluate(({ currentTime }: HTMLVideoElement) => currentTime);

test.beforeAll(async () => {
  stage = await startStage({
    lab: ordinaryCourtroom,
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null, screen: null },
  });
  await stage.ask('hall.set-up', { card: ordinaryHall });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until(({ lamp }) => lamp.state === 'recording', 20_000, 'the lamp is lit');
  desk = await stage.page('console');
  await desk.locator('button[lang="ru"]').click();
  await wait(15_000);
});
test.afterAll(async () => {
  await stage.stop();
});

test('the last words are seen and heard once more, and can be gone back in while the record goes on', async () => {
  await desk.getByRole('button', { name: /30/ }).first().click();
  await expect.poll(playedS).toBeGreaterThan(2);
  await look('read-back');
  await player().getByRole('button', { name: /−10/ }).click();
  expect(await playedS()).toBeLessThan(2);
  expect(await player().getByRole('button', { name: 'Пауза' }).isEnabled()).toBe(true);
  await stage.until(({ lamp }) => lamp.state === 'recording', 100, 'it is recorded all the while');
});

test('the output that was chosen is kept, and what is read back next sounds in no other, not even at first', async () => {
  await player().locator('select').selectOption({ label: 'Secretary Headphones' });
  await expect.poll(() => heardIn(stage.lab, 'secretary_headphones')).toBe(1);
  await player().getByRole('button', { name: 'Закончить повтор' }).click();
  await expect.poll(() => heardIn(stage.lab, 'secretary_headphones')).toBe(0);
  const before = await heardIn(stage.lab, 'hall_speakers');
  await desk.getByRole('button', { name: /30/ }).first().click();
  for (let looks = 0; looks < 20; looks += 1) {
    expect(await heardIn(stage.lab, 'hall_speakers')).toBeLessThanOrEqual(before);
    await wait(50);
  }
  await expect.poll(() => heardIn(stage.lab, 'secretary_headphones')).toBe(1);
  await player().getByRole('button', { name: 'Закончить повтор' }).click();
});

test('words that cannot be played are said to be so with their code, and the next try plays them', async () => {
  await desk.route('**/v1/media/**', (route) => route.abort());
  await desk.getByRole('button', { name: /30/ }).first().click();
  await expect(player().getByText('PLY-201')).toBeVisible();
  await look('not-played');
  await desk.unroute('**/v1/media/**');
  await player().getByRole('button', { name: 'Закончить повтор' }).click();
  await desk.getByRole('button', { name: /30/ }).first().click();
  await expect.poll(playedS).toBeGreaterThan(0.5);
});
