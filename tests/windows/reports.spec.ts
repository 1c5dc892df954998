import { execFileSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import type { CheckVariant } from '#domain/check/check-item.ts';
import { paperLanguages } from '#domain/documents/paper.ts';
import { renderHtml } from '../../src/hall/documents/render-html.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { readHtml, squeezed } from '../stage/paper-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P16.1, P22: what a check leaves: its report, the sample that later ones are held against, a course over time, and a page to print. */

test.describe.configure({ mode: 'serial' });
let stage: Stage;
let desk: Page;
test.beforeAll(async () => {
  stage = await startStage({
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null, screen: null },
  });
  await stage.ask('hall.set-up', { card: ordinaryHall });
  await stage.ask('hearing.plan', { card: inventedCard });
  desk = await stage.page('console');
});
test.afterAll(async () => {
  await stage.stop();
});

async function check(variant: CheckVariant): Promise<void> {
  await stage.ask('hall.check', { variant });
  await stage.until((state) => state.check?.state === 'running', 5000, 'the check runs');
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
}
async function look(name: string): Promise<void> {
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(300);
    await desk.screenshot({ path: test.info().outputPath(`${name}-${language}.png`) });
    expect.soft(await lookOver(desk), `${name} ${language}`).toEqual([]);
  }
}
const press = (name: string): Promise<void> => desk.getByRole('button', { name, exact: true }).click();

test('a report is accepted as the sample, and a microphone that has become quiet since then is told with a plot', async () => {
  await check('quick');
  await press('История проверок');
  await look('report');
  // What was looked at in silence is no sample.
  await expect(desk.getByLabel('Кто принимает (Ф.И.О.)')).toBeHidden();
  await check('standard');
  await desk.getByLabel('Кто принимает (Ф.И.О.)').fill('Ахметов Серик');
  const button = desk.getByRole('button', { name: /Принять как образец/ });
  await button.scrollIntoViewIfNeeded();
  const accept = (await button.boundingBox())!;
  await desk.mouse.move(accept.x + accept.width / 2, accept.y + accept.height / 2);
  await desk.mouse.down();
  await expect(desk.getByText('Образец принят').first()).toBeVisible();
  await desk.mouse.up();
  await stage.lab.microphones.get('witness')!.hush();
  await check('quick');
  await check('quick');
  await expect(desk.getByText('не готов').first()).toBeVisible();
  await look('report-red');
  await press('График');
  await look('trend');
});

test('P22: its page is printed in both languages', async ({}, info) => {
  const { reports } = await stage.ask('check-report.list', {});
  const { reportId } = reports[0]!;
  await press('Лист');
  await look('paper');
  for (const language of paperLanguages) {
    const { paper } = await stage.ask('check-report.preview', { reportId, language });
    const { pdf, hindrance } = await stage.ask('check-report.make', { reportId, language });
    expect(hindrance).toBeNull();
    execFileSync('pdftoppm', ['-r', '80', '-png', pdf!.path, info.outputPath(`report-${language}`)]);
    const text = execFileSync('pdftotext', ['-raw', pdf!.path, '-'], { encoding: 'utf8' });
    expect(squeezed(text)).toBe(squeezed(readHtml(renderHtml(paper)).paragraphs.join('')));
  }
});
