import { expect, test, type Page } from '@playwright/test';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { lookOver } from '../stage/look-over.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { heardIn } from '../stage/heard-in.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* L3: a microphone fails in the hearing, and the console leads on: restart, reserve, on without it. And the secretary listens. */

test.describe.configure({ mode: 'serial' });
const reserve = { name: 'reserve', label: 'Microphone Reserve', channels: ['ru-witness'] } as const;
let stage: Stage;
let desk: Page;
const isLit = ({ lamp }: Parameters<Parameters<Stage['until']>[0]>[0]): boolean => lamp.state === 'recording';

/** Nothing is cut in any language; a picture of each for whoever looks. */
async function look(name: string): Promise<void> {
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await desk.screenshot({ path: test.info().outputPath(`${name}-${language}.png`) });
    expect(await lookOver(desk), `${name} ${language}`).toEqual([]);
  }
}

test.beforeAll(async () => {
  stage = await startStage({
    lab: { ...ordinaryCourtroom, microphones: [...ordinaryCourtroom.microphones, reserve] },
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null, screen: null },
  });
  await stage.ask('hall.set-up', { card: ordinaryHall });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until(isLit, 20_000, 'the lamp is lit');
  desk = await stage.page('console');
});
test.afterAll(async () => {
  await stage.stop();
});

test('the console shows a copy of the camera, so that no painting of it keeps what the record is captured into', async () => {
  const shown = desk.locator('video');
  await expect.poll(() => shown.evaluate(({ videoWidth }: HTMLVideoElement) => videoWidth)).toBeGreaterThan(0);
  const kind = await shown.evaluate(
    ({ srcObject }: HTMLVideoElement) => (srcObject as MediaStream).getVideoTracks()[0]?.constructor.name,
  );
  expect(kind).toBe('MediaStreamTrackGenerator');
  // It is a live picture and not a still one.
  const time = (): Promise<number> => shown.evaluate(({ currentTime }: HTMLVideoElement) => currentTime);
  const before = await time();
  await expect.poll(time).toBeGreaterThan(before + 0.5);
});

test('a seat is heard in the headphones from what is on disk, and in the hall nothing', async () => {
  await desk.locator('button[lang="ru"]').click();
  await desk.locator('[data-strip] button').first().click();
  // Nobody chose headphones yet: nothing sounds anywhere.
  await expect(desk.getByRole('status').filter({ hasText: 'Выберите наушники' })).toBeVisible();
  await wait(1500);
  // The meters keep a silent stream to the system's own output.
  const before = {
    hall: await heardIn(stage.lab, 'hall_speakers'),
    headphones: await heardIn(stage.lab, 'secretary_headphones'),
  };
  expect(before.headphones).toBe(0);
  await desk.locator('[aria-label="Прослушивание записи"] select').selectOption({ label: 'Secretary Headphones' });
  const told = desk.getByRole('status').filter({ hasText: /с диска/ });
  await expect(told).toBeVisible({ timeout: 40_000 });
  await wait(4000);
  const behindS = Number(
    /(\d+),(\d)/
      .exec((await told.textContent()) ?? '')
      ?.slice(1)
      .join('.'),
  );
  test.info().annotations.push({ type: 'behindS', description: String(behindS) });
  expect(behindS).toBeLessThan(5);
  expect(await heardIn(stage.lab, 'secretary_headphones')).toBe(1);
  expect(await heardIn(stage.lab, 'hall_speakers')).toBe(before.hall);
  await look('listening');
  await desk.getByRole('button', { name: 'Не слушать' }).click();
  await expect.poll(() => heardIn(stage.lab, 'secretary_headphones')).toBe(0);
});

test('a microphone that is gone is named with the three steps, and a reserve stands in', async () => {
  await stage.lab.microphones.get('witness')!.unplug();
  const steps = desk.locator('[aria-label="Отказавшие устройства"]');
  await expect(steps.getByRole('heading')).toContainText('Свидетель');
  await look('failed');
  await desk.getByRole('button', { name: 'Повторить 10 с' }).click();
  const readBack = desk.getByRole('region', { name: 'Повтор записи' });
  await expect(readBack.locator('video')).toBeVisible({ timeout: 40_000 });
  await look('read-back');
  await readBack.getByRole('button', { name: 'Закончить повтор' }).click();
  await steps.getByRole('button', { name: 'Перезапустить' }).click();
  await expect(steps.getByRole('heading')).toContainText('Свидетель');
  await steps.getByRole('button', { name: 'Запасное устройство' }).click();
  await look('reserve');
  await steps.getByRole('button', { name: 'Microphone Reserve' }).click();
  await stage.until(
    (state) => isLit(state) && state.lamp.tracks.length === ordinaryHall.seats.length,
    20_000,
    'the reserve is written',
  );
  await expect(steps).toHaveCount(0);
});

test('without any reserve the hearing goes on without the seat, for a reason that the protocol gets', async () => {
  await stage.lab.microphones.get('reserve')!.unplug();
  const steps = desk.locator('[aria-label="Отказавшие устройства"]');
  await steps.getByRole('button', { name: 'Продолжить без него' }).click({ timeout: 40_000 });
  const goOn = steps.getByRole('button', { name: 'Продолжить без устройства' });
  await expect(goOn).toBeDisabled();
  await look('reason');
  await steps.getByRole('button', { name: 'Устройство неисправно' }).click();
  await goOn.click();
  await stage.until(isLit, 10_000, 'the others are recorded');
  await look('without');
  await desk.locator('button[lang="ru"]').click();
  await expect(desk.getByText('Запись без устройства')).toBeVisible();
  await stage.ask('hearing.end', { byOralOrder: false });
  const journal = readJournal(onlyHearingFolder(stage.homeFolder));
  expect(entriesOf(journal, 'seat.restarted')).toHaveLength(1);
  expect(entriesOf(journal, 'seat.replaced')[0]?.body.seat.device.label).toBe('Microphone Reserve');
  expect(entriesOf(journal, 'seat.left-out')[0]?.body.reason).toBe('Устройство неисправно');
});
