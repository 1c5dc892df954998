import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { appendixOne, emptyRequest } from '#domain/documents/appendix-one.ts';
import { blanksOf, paperLanguages } from '#domain/documents/paper.ts';
import { readRequestWords } from '../../../../src/hall/documents/request-words.ts';
import { renderDocx } from '../../../../src/hall/documents/render-docx.ts';
import { renderHtml } from '../../../../src/hall/documents/render-html.ts';
import { paperCard, paperCourt, paperDraft } from '../../../fixtures/paper-case.ts';
import { readDocx, readHtml } from '../../../stage/paper-files.ts';

const resources = path.join(import.meta.dirname, '..', '..', '..', '..', 'resources');
const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-papers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drafts = { filled: paperDraft, empty: emptyRequest } as const;
const cases = paperLanguages.flatMap((language) =>
  (['filled', 'empty'] as const).map((state) => [state, language] as const),
);

describe.each(cases)('a %s request in %s', (state, language) => {
  const request = { card: paperCard, court: paperCourt, draft: drafts[state] };
  const paper = appendixOne(request, readRequestWords(resources, language));
  const html = renderHtml(paper);

  test('says the same in DOCX and on the printed page, blank by blank and paragraph by paragraph', async () => {
    const file = path.join(folder, `${state}-${language}.docx`);
    writeFileSync(file, await renderDocx(paper));
    const docx = readDocx(file);
    const printed = readHtml(html);
    expect(docx.blanks).toEqual(Object.fromEntries(blanksOf(paper.blocks).map(({ name, value }) => [name, value])));
    expect(printed.blanks).toEqual(docx.blanks);
    expect(printed.paragraphs).toEqual(docx.paragraphs);
    expect(printed.paragraphs.length).toBeGreaterThan(20);
  });

  test('escapes what people wrote and loads nothing', () => {
    expect(html).not.toContain('<Виктор>');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|\son\w+=|https?:|url\(/);
  });
});
