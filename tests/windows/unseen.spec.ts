import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { holesOf } from '../chaos/record-holes.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P2-AVF: nobody needs to see the windows for the record to go on. */

test.describe.configure({ mode: 'serial' });

/** Long enough for every watch that judges windows, and for Chromium to spare what is not seen. */
const unseenMs = 12_000;
/** What the journal calls a gap; on two cores full of virtual cameras single pictures are lost whatever is shown. */
const longestHoleUs = 250_000;

test('windows that are minimized, and then taken off the screen altogether, cost the record nothing', async () => {
  // One window that is seen, so that two cores have room for what is tested.
  const stage = await startStage({ windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null } });
  try {
    await openHearing(stage);
    // Single lost pictures are told rightly, and are no sign of a part that failed.
    const parts = (): string[] =>
      entriesOf(readJournal(onlyHearingFolder(stage.homeFolder)), 'alarm.raised')
        .map(({ body }) => body.fault.key)
        .filter((key) => key !== 'recorder.frames-lost');
    const writtenToUs = async (): Promise<number> => {
      const { lamp } = await stage.until(() => true, 1000, 'a state');
      return Math.max(...lamp.tracks.map((track) => track.writtenToUs ?? 0));
    };
    // What begins with a hearing has begun.
    await wait(6000);
    const fromUs = await writtenToUs();
    const before = parts();
    const xdotool = (...args: readonly string[]): string =>
      execFileSync('xdotool', args, { env: stage.lab.env, encoding: 'utf8' });
    const windows = xdotool('search', '--onlyvisible', '--class', '.*').trim().split('\n');
    expect(windows.length).toBeGreaterThanOrEqual(1);
    for (const window of windows) xdotool('windowminimize', window);
    await wait(unseenMs);
    expect(xdotool('search', '--class', '.*').length).toBeGreaterThan(0);
    for (const window of windows) xdotool('windowunmap', window);
    await wait(unseenMs);
    await stage.until((state) => state.lamp.state === 'recording', 1000, 'the lamp is lit');
    expect(parts()).toEqual(before);
    const untilUs = await writtenToUs();
    expect(untilUs - fromUs).toBeGreaterThan(unseenMs * 1900);
    for (const window of windows) xdotool('windowmap', window);
    const desk = await stage.page('console');
    await expect(desk.getByRole('button', { name: 'Завершить заседание' })).toBeVisible();
    await stage.ask('hearing.end', { byOralOrder: false });
    await stage.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
    const { intact } = await stage.ask('record.verify', {
      hearingId: (await stage.until(() => true, 1000, '')).hearing!.hearingId,
    });
    expect(intact).toBe(true);
    const missing = holesOf(onlyHearingFolder(stage.homeFolder)).filter(
      (hole) => hole.toUs > fromUs && hole.fromUs < untilUs && hole.toUs - hole.fromUs > longestHoleUs,
    );
    expect(missing).toEqual([]);
  } finally {
    await stage.stop();
  }
});

async function openHearing(stage: Stage): Promise<void> {
  await stage.ask('hall.set-up', { card: ordinaryHall });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.select', { hearingId });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
  const desk = await stage.page('console');
  await desk.locator('button[lang="ru"]').click();
  await stage.letGo();
}
