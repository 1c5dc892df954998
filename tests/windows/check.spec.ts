import { expect, test } from '@playwright/test';
import { lookOver } from '../stage/look-over.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P16.1, P22: the check tells microphones apart by what was recorded of them, in words that stand whole on the smallest screen. */

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

test('a line that hums, a room without a voice and a distorted one are told from one that is heard well', async () => {
  const { microphones } = stage.lab;
  await microphones.get('secretary')!.sound('hum');
  await microphones.get('witness')!.sound('fan');
  await microphones.get('defender')!.sound('clipped');
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  const state = await stage.until(({ check }) => check?.state === 'done', 60_000, 'the check is done');
  const findings = state
    .check!.items.filter(({ kind }) => kind === 'microphone')
    .map(({ subject, verdict, findings: found }) => [subject, verdict, [...found]]);
  expect(findings).toEqual([
    ['mic-judge', 'good', []],
    ['mic-secretary', 'look', ['hum']],
    ['mic-witness', 'look', ['no-speech']],
    ['mic-defence', 'look', ['clipping']],
  ]);
  // Every microphone is heard by the hall's own way too, and it is the same one; how late that way opens is a matter of a busy machine.
  const seconds = state.check!.items.filter(({ kind }) => kind === 'second-path');
  expect(
    seconds.map(({ subject, findings: found }) => [subject, ...found.filter((key) => key !== 'second-late')]),
    JSON.stringify(state.check),
  ).toEqual(findings.map(([subject]) => [subject]));
  const desk = await stage.page('console');
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await desk.screenshot({ path: test.info().outputPath(`check-${language}.png`) });
    expect(await lookOver(desk), language).toEqual([]);
  }
});
