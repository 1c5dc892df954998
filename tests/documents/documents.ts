/**
 * A1: the request of Appendix 1, filled and empty, in both languages, opened by LibreOffice as a third party would.
 * What LibreOffice reads is compared blank by blank with the paper, and in Russian word by word with the Rules; pictures
 * of every page are left in demo-output/papers for people to look at.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appendixOne, emptyRequest } from '#domain/documents/appendix-one.ts';
import { blanksOf, paperLanguages, type PaperLanguage } from '#domain/documents/paper.ts';
import { createDocuments } from '../../src/hall/documents/index.ts';
import { readRequestWords } from '../../src/hall/documents/request-words.ts';
import { renderHtml } from '../../src/hall/documents/render-html.ts';
import { paperCard, paperCourt, paperDraft } from '../fixtures/paper-case.ts';
import { reportOfLargeHall } from '../fixtures/check-report.ts';
import { printVerdict } from '../measure/verdict.ts';
import {
  convertByOffice,
  labelsLackingIn,
  labelsOfTheRules,
  readDocx,
  readHtml,
  squeezed,
  wordsInOrder,
} from '../stage/paper-files.ts';

const project = path.join(import.meta.dirname, '..', '..');
const resources = path.join(project, 'resources');
const output = path.join(project, 'demo-output', 'papers');
const requests = {
  filled: { card: paperCard, court: paperCourt, draft: paperDraft },
  empty: { card: { ...paperCard, secretary: '', parties: [] }, court: '', draft: emptyRequest },
} as const;
type State = keyof typeof requests;

type Looked = Readonly<{
  name: string;
  blanks: number;
  /** Words of the Rules, words and blanks of the paper, and fields of the DOCX that are not where they should be. */
  complaints: readonly string[];
  pages: number;
}>;

async function look(language: PaperLanguage, state: State, folder: string): Promise<Looked> {
  const name = `request-${language}-${state}`;
  const paper = appendixOne(requests[state], readRequestWords(resources, language));
  const documents = createDocuments({ resourcesFolder: resources, papersFolder: output, askToPrint: () => false });
  const made = await documents.make(paper, name);
  if (!made.ok) throw new Error(`${made.fault.key} ${JSON.stringify(made.fault.args)}`);
  const file = made.value.docx.path;

  const text = readFileSync(convertByOffice(file, 'txt:Text (encoded):UTF8', folder), 'utf8');
  const docx = readDocx(file);
  const printed = readHtml(renderHtml(paper));
  const complaints = [
    ...labelsLackingIn(text, wordsInOrder(paper)).map(
      (word) => `${name}: LibreOffice does not read in its place: ${word}`,
    ),
    ...(language === 'ru' ? labelsLackingIn(text, labelsOfTheRules()) : []).map(
      (word) => `${name}: the Rules say, the paper does not: ${word}`,
    ),
    ...(squeezed(docx.paragraphs.join('')) === squeezed(text.replace('\ufeff', ''))
      ? []
      : [`${name}: LibreOffice reads other words than stand in the file`]),
    ...(JSON.stringify(docx) === JSON.stringify(printed) ? [] : [`${name}: DOCX and page differ`]),
  ];
  for (const { name: blank, value } of blanksOf(paper.blocks)) {
    const isSame = docx.blanks[blank] === value && printed.blanks[blank] === value;
    if (!isSame) complaints.push(`${name}: blank ${blank} is not the same everywhere`);
    process.stdout.write(`${isSame ? '✓' : '✗'} ${language} ${state} ${blank}: ${value === '' ? '______' : value}\n`);
  }

  const pdf = convertByOffice(file, 'pdf', folder);
  execFileSync('pdftoppm', ['-r', '100', '-png', pdf, path.join(output, name)]);
  writeFileSync(path.join(output, `${name}.html`), renderHtml(paper));
  const pages = readdirSync(output).filter((each) => each.startsWith(`${name}-`) && each.endsWith('.png')).length;
  return { name, blanks: blanksOf(paper.blocks).length, complaints, pages };
}

/** P22: the report of a check, with its table: one page, the same words in DOCX, page and LibreOffice, and a picture. */
async function lookAtReport(language: PaperLanguage, folder: string): Promise<Looked> {
  const name = `check-report-${language}`;
  const documents = createDocuments({ resourcesFolder: resources, papersFolder: output, askToPrint: () => false });
  const paper = documents.checkReport(language, reportOfLargeHall());
  const made = await documents.make(paper, name);
  if (!made.ok) throw new Error(`${made.fault.key} ${JSON.stringify(made.fault.args)}`);
  const file = made.value.docx.path;
  const text = readFileSync(convertByOffice(file, 'txt:Text (encoded):UTF8', folder), 'utf8');
  const isSame = JSON.stringify(readDocx(file)) === JSON.stringify(readHtml(renderHtml(paper)));
  const complaints = [
    ...labelsLackingIn(text, wordsInOrder(paper)).map((word) => `${name}: LibreOffice does not read: ${word}`),
    ...(isSame ? [] : [`${name}: DOCX and page differ`]),
  ];
  const pdf = convertByOffice(file, 'pdf', folder);
  execFileSync('pdftoppm', ['-r', '100', '-png', pdf, path.join(output, name)]);
  writeFileSync(path.join(output, `${name}.html`), renderHtml(paper));
  const pages = readdirSync(output).filter((each) => each.startsWith(`${name}-`) && each.endsWith('.png')).length;
  return { name, blanks: 0, complaints, pages };
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-office-'));
try {
  const looked: Looked[] = [];
  for (const language of paperLanguages)
    for (const state of ['filled', 'empty'] as const) looked.push(await look(language, state, folder));
  for (const language of paperLanguages) looked.push(await lookAtReport(language, folder));
  const complaints = looked.flatMap((each) => each.complaints);
  const mostPages = Math.max(...looked.map(({ pages }) => pages));
  printVerdict({
    name: 'documents',
    ok: complaints.length === 0 && mostPages === 1,
    figures: {
      papers: looked.length,
      blanks: Object.fromEntries(looked.map((each) => [each.name, each.blanks])),
      labelsOfTheRules: labelsOfTheRules().length,
      complaints,
      mostPages,
      pictures: output,
    },
    limits: { complaints: 0, mostPages: 1 },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
