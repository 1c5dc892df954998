import { expect, test, type Page } from '@playwright/test';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P2-AVF: a microphone is silent and is meant to be; a person takes the alarm off with a reason that the journal keeps. */

test.describe.configure({ mode: 'serial' });

test('an alarm is cleared with a reason, by touch and by keys', async () => {
  const stage = await startStage({
    lab: { ...ordinaryCourtroom, screen: { widthPx: 1280, heightPx: 800 } },
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null, screen: null },
  });
  try {
    await openHearing(stage);
    const desk = await stage.page('console');
    await desk.locator('button[lang="ru"]').click();
    await stage.lab.microphones.get('witness')!.hush();
    await stage.lab.microphones.get('defender')!.hush();
    await stage.until((state) => silentSeats(state) === 2, 20_000, 'two microphones are silent');

    await desk.getByRole('button', { name: 'Снять…' }).click();
    const sheet = desk.getByRole('dialog', { name: 'Снять тревогу под свою ответственность' });
    const clear = sheet.getByRole('button', { name: 'Снять тревогу' });
    await expect(clear).toBeDisabled();
    await look(desk, 'clear-1280');
    const session = await desk.context().newCDPSession(desk);
    const wide = { width: 1920, height: 1080, deviceScaleFactor: 1, mobile: false };
    await session.send('Emulation.setDeviceMetricsOverride', wide);
    await look(desk, 'clear-1920');
    await session.send('Emulation.clearDeviceMetricsOverride');
    // By touch: a usual reason.
    await sheet.getByRole('button', { name: 'Так и должно быть' }).click();
    await clear.click();
    await expect(sheet).toHaveCount(0);
    await stage.until((state) => silentSeats(state) === 1, 5000, 'one alarm is gone');

    // By keys: a reason of one's own; Escape gives up.
    await desk.getByRole('button', { name: 'Снять…' }).focus();
    await desk.keyboard.press('Enter');
    await expect(sheet).toBeVisible();
    await desk.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await desk.keyboard.press('Enter');
    await expect(sheet).toBeVisible();
    await desk.keyboard.type('Защитник ещё не подошёл');
    await desk.keyboard.press('Enter');
    await expect(sheet).toHaveCount(0);
    await stage.until((state) => silentSeats(state) === 0, 5000, 'both alarms are gone');
    // They stay away while the cause lasts, and come back when it comes anew.
    await wait(3000);
    await stage.until((state) => silentSeats(state) === 0, 1000, 'they stay away');
    await stage.lab.microphones.get('witness')!.speak();
    await wait(2500);
    await stage.lab.microphones.get('witness')!.hush();
    await stage.until((state) => silentSeats(state) === 1, 20_000, 'the cause came anew');

    const cleared = entriesOf(readJournal(onlyHearingFolder(stage.homeFolder)), 'alarm.cleared');
    const reasons = cleared.map(({ body }) => body.reason).filter((reason) => reason !== undefined);
    expect(reasons).toEqual(['Так и должно быть', 'Защитник ещё не подошёл']);
  } finally {
    await stage.stop();
  }
});

async function openHearing(stage: Stage): Promise<void> {
  await stage.ask('hall.set-up', { card: ordinaryHall });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
}

function silentSeats(state: Parameters<Parameters<Stage['until']>[0]>[0]): number {
  return state.alarms.filter(({ fault }) => fault.key === 'signal.silent').length;
}

/** Nothing is cut in any language; a picture of each for whoever looks. */
async function look(desk: Page, name: string): Promise<void> {
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await desk.screenshot({ path: test.info().outputPath(`${name}-${language}.png`) });
    expect(await lookOver(desk), `${name} ${language}`).toEqual([]);
  }
}
