import { expect, test } from '@playwright/test';
import { lookOver } from '../stage/look-over.ts';
import { ordinaryHall } from '../stage/hall-card.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* The technician's screen: what a microphone and a camera give is drawn with its figures, in words that stand whole on the smallest screen. */

let stage: Stage;
test.beforeAll(async () => {
  stage = await startStage({
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null, screen: null },
  });
  await stage.ask('hall.set-up', { card: ordinaryHall });
});
test.afterAll(async () => {
  await stage.stop();
});

test('a line that hums is seen in the spectrum, and a camera with its pace and brightness', async () => {
  await stage.lab.microphones.get('secretary')!.sound('hum');
  const desk = await stage.page('console');
  await desk.locator('button[lang="ru"]').click();
  await desk.getByRole('button', { name: 'Диагностика' }).click();
  await desk.getByRole('button', { name: /Microphone Secretary/ }).click();
  const hum = desk.locator('dl div', { hasText: 'Доля сетевого фона' }).locator('dd');
  await expect.poll(async () => parseInt(await hum.innerText(), 10), { timeout: 30_000 }).toBeGreaterThan(60);
  const looks = async (part: string): Promise<void> => {
    for (const language of ['kk', 'en', 'ru']) {
      await desk.locator(`button[lang="${language}"]`).click();
      await wait(700);
      await desk.screenshot({ path: test.info().outputPath(`${part}-${language}.png`) });
      expect(await lookOver(desk), `${part} ${language}`).toEqual([]);
    }
  };
  await wait(8000);
  await looks('sound');
  await desk.getByRole('button', { name: /Camera Judge/ }).click();
  const pace = desk.locator('dl div', { hasText: 'В среднем' }).locator('dd');
  await expect.poll(async () => Number(await pace.innerText()), { timeout: 20_000 }).toBeGreaterThan(10);
  await wait(4000);
  await looks('picture');
});
