import { execFileSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { paperLanguages } from '#domain/documents/paper.ts';
import type { HearingId } from '#domain/ids.ts';
import { renderHtml } from '../../src/hall/documents/render-html.ts';
import { paperCard, paperCourt } from '../fixtures/paper-case.ts';
import { ordinaryCourtroom } from '../lab/start-lab.ts';
import { ordinaryHall } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { readHtml, squeezed } from '../stage/paper-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

/* P16.1, P17, P18, P24, P25: a microphone that is dead at the check, from the telephone call to the printed act. */

test.describe.configure({ mode: 'serial' });
let stage: Stage;
let isUp = false;
let desk: Page;
let hearingId: HearingId;
test.beforeAll(async () => {
  stage = await startStage({
    lab: { ...ordinaryCourtroom, screen: { widthPx: 2560, heightPx: 800 } },
    windows: {
      console: { x: 0, y: 0, width: 1280, height: 800 },
      bench: { x: 1280, y: 0, width: 1280, height: 720 },
      screen: null,
    },
  });
  isUp = true;
  await stage.ask('hall.set-up', { card: { ...ordinaryHall, court: paperCourt } });
  await stage.lab.microphones.get('witness')!.hush();
  ({ hearingId } = await stage.ask('hearing.plan', { card: { ...paperCard, plannedAtMs: Date.now() } }));
  await stage.ask('hearing.check', { hearingId });
  await stage.until(({ check }) => check?.state === 'done', 60_000, 'the check is done');
  desk = await stage.page('console');
});
test.afterAll(async () => {
  if (isUp) await stage.stop();
});

/** Nothing is cut in both languages of the court; a picture of each for whoever looks. */
async function look(page: Page, name: string): Promise<void> {
  for (const language of ['kk', 'ru']) {
    await page.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await page.screenshot({ path: test.info().outputPath(`${name}-${language}.png`) });
    expect(await lookOver(page), `${name} ${language}`).toEqual([]);
  }
}
const press = (name: string): Promise<void> => desk.getByRole('button', { name, exact: true }).click();

test('P17: the secretary reads it out by telephone and ticks who took it, then the time that was named', async () => {
  await look(desk, 'check-red');
  await press('Показать');
  await press('Сообщить');
  await look(desk, 'tell');
  await desk.getByLabel('Кто принял (Ф.И.О.)').fill('Жұмабеков Нұрлан');
  await press('Сообщено по телефону');
  await press('Срок восстановления');
  await desk.getByLabel('Кто назвал срок').fill('Оспанов Тимур');
  await press('15 мин');
  await stage.until(({ incidents }) => incidents[0]?.stage === 'awaited', 5000, 'the time is named');
  await look(desk, 'awaited');
});

test('P24, P25: the bench counts down and the judge goes on; P16.1: with a reason and a person', async () => {
  const override = { reason: 'свидетель говорит в микрофон защитника', person: paperCard.judge };
  await stage.ask('hearing.open', { hearingId, override });
  await stage.until(({ lamp }) => lamp.state === 'recording', 60_000, 'the lamp is lit');
  const bench = await stage.page('bench');
  await look(bench, 'bench');
  await look(desk, 'hearing');
  await bench.getByRole('button', { name: 'Продолжить', exact: true }).click();
  await stage.until(({ incidents }) => incidents.some(({ choice }) => choice === 'continue'), 5000, 'it is decided');
});

test('P18: the act is drafted from what was measured, edited and printed in both languages', async ({}, info) => {
  await stage.ask('hearing.end', { byOralOrder: true });
  await stage.ask('hearing.select', { hearingId: null });
  // The screen of the ended hearing names the case as well, and stands until the list comes.
  await desk.getByRole('heading', { name: 'Заседания сегодня' }).waitFor();
  await desk.getByText(paperCard.caseNumber).first().click();
  await press('Акт о неполадках');
  await desk.locator('[data-blank="caseNumber"]').waitFor();
  await expect(desk.locator('article')).toContainText('Жұмабеков Нұрлан');
  await expect(desk.getByLabel('Секретарь судебного заседания')).toHaveValue(paperCard.secretary);
  await desk.getByLabel('Заведующий канцелярией').fill('Сейтова Алия Болатқызы');
  await desk.getByLabel('Решение суда (статья 198 ГПК)').fill('рассмотрение продолжено');
  await press('На казахском');
  await desk.getByLabel('Решение суда (статья 198 ГПК)').fill('істі қарау жалғастырылды');
  await expect(desk.locator('article')).toContainText('істі қарау жалғастырылды');
  await expect(desk.getByRole('status').filter({ hasText: 'Не заполнено' })).toHaveCount(0);
  await desk.screenshot({ path: info.outputPath('act.png') });
  await press('СОЗДАТЬ DOCX И PDF');
  await expect(desk.getByText('Акт создан')).toBeVisible({ timeout: 40_000 });
  for (const language of paperLanguages) {
    const { paper } = await stage.ask('act.preview', { hearingId, language, draft: null });
    const { pdf, hindrance } = await stage.ask('act.make', { hearingId, language });
    expect(hindrance).toBeNull();
    execFileSync('pdftoppm', ['-r', '80', '-png', '-singlefile', pdf!.path, info.outputPath(`act-${language}`)]);
    const text = execFileSync('pdftotext', ['-raw', pdf!.path, '-'], { encoding: 'utf8' });
    expect(squeezed(text)).toBe(squeezed(readHtml(renderHtml(paper)).paragraphs.join('')));
  }
});
