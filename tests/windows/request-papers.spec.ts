import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { paperLanguages } from '#domain/documents/paper.ts';
import { renderHtml } from '../../src/hall/documents/render-html.ts';
import { paperCard, paperCourt, paperDraft } from '../fixtures/paper-case.ts';
import { ordinaryHall } from '../stage/hall-card.ts';
import { readHtml, squeezed } from '../stage/paper-files.ts';
import { lookOver } from '../stage/look-over.ts';
import { startStage, type Stage } from '../stage/start-stage.ts';

test.describe.configure({ mode: 'serial' });
let stage: Stage;
let isUp = false;
let desk: Page;
test.beforeAll(async () => {
  stage = await startStage();
  isUp = true;
  await stage.ask('hall.set-up', { card: { ...ordinaryHall, court: paperCourt } });
  await stage.ask('hearing.plan', { card: { ...paperCard, plannedAtMs: Date.now() } });
  desk = await stage.page('console');
});
test.afterAll(async () => {
  if (isUp) await stage.stop();
});

test('the secretary fills the request in the console and sees the paper change', async ({}, info) => {
  await desk.getByRole('button', { name: 'Заявка на ВКС' }).click();
  await desk.locator('[data-blank="caseNumber"]').waitFor();
  const missing = desk.getByRole('status').filter({ hasText: 'Не заполнено' });
  await expect(missing).toContainText('Процессуальное действие');
  const fill = (label: string, text: string): Promise<void> => desk.getByLabel(label, { exact: true }).fill(text);
  await fill('Кому', paperDraft.addressee);
  await fill('Адрес', paperDraft.address);
  await fill('Процессуальное действие', paperDraft.action);
  await expect(desk.locator('[data-blank="action"]')).toHaveText(paperDraft.action);
  await fill('Дата резолюции судьи', '19.03.2026');
  await expect(desk.getByRole('status').filter({ hasText: '27.03.2026' })).toContainText('Срок истёк');
  await desk.screenshot({ path: info.outputPath('over.png') });
  await fill('Дата резолюции судьи', '31.02.2026');
  await expect(desk.getByText('Такого дня нет')).toBeVisible();
  await fill('Дата резолюции судьи', '31.12.2099');
  await expect(desk.getByRole('status').filter({ hasText: '2100' })).toContainText('не подтверждены');
  for (const language of ['kk', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await desk.screenshot({ path: info.outputPath(`half-filled-${language}.png`) });
    // The paper's ruled blanks end at its edge by design.
    expect((await lookOver(desk)).filter(({ what }) => what !== 'cut')).toEqual([]);
  }
  await desk.getByLabel('Истец · Сәрсенов Ержан Қанатұлы').uncheck();
  await fill('На базе какого суда или учреждения', paperDraft.base);
  await fill('Контакты секретаря', paperDraft.secretaryContacts);
  await fill('Организатор видеосвязи', paperDraft.organiser);
  await fill('Контакты организатора', paperDraft.organiserContacts);
  await fill('Председатель суда', paperDraft.president);
  await expect(missing).toHaveCount(0);
  await expect(desk.locator('[data-blank="fullName3"]')).toHaveCount(0);
  await desk.getByRole('button', { name: 'На казахском' }).click();
  await expect(desk.locator('article')).toContainText('ЖОБА');
});

test('one press makes the DOCX and the PDF, and tells where they are', async ({}, info) => {
  await desk.getByRole('button', { name: 'СОЗДАТЬ DOCX И PDF' }).click();
  await expect(desk.getByText('Заявка создана')).toBeVisible({ timeout: 40_000 });
  for (const ending of ['.docx', '.pdf'])
    await expect(desk.getByText(`_request_kk_`).filter({ hasText: ending })).toBeVisible();
  await desk.screenshot({ path: info.outputPath('made.png') });
  await desk.getByRole('button', { name: 'Назад' }).click();
});

test('the PDF that Electron printed says what the page says, in both languages', async ({}, info) => {
  const { hearings } = await stage.ask('hearings.list', { fromMs: 0, toMs: Date.now() + 86_400_000, text: '' });
  const { hearingId } = hearings[0]!;
  for (const language of paperLanguages) {
    const { paper } = await stage.ask('request.preview', { hearingId, language, draft: null });
    const { pdf, hindrance } = await stage.ask('request.make', { hearingId, language });
    expect(hindrance).toBeNull();
    expect(createHash('sha256').update(readFileSync(pdf!.path)).digest('hex')).toBe(pdf!.sha256);
    execFileSync('pdftoppm', ['-r', '80', '-png', '-singlefile', pdf!.path, info.outputPath(`printed-${language}`)]);
    const facts = execFileSync('pdfinfo', [pdf!.path], { encoding: 'utf8' });
    expect(facts).toMatch(/Pages:\s+1\n/);
    expect(facts).toMatch(/Page size:\s+59[45][.\d]* x 84[12][.\d]* pts \(A4\)/);
    const text = execFileSync('pdftotext', ['-raw', pdf!.path, '-'], { encoding: 'utf8' });
    const { paragraphs } = readHtml(renderHtml(paper));
    expect(squeezed(text)).toBe(squeezed(paragraphs.join('')));
  }
});
