import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Paper } from '#domain/documents/paper.ts';

/** What a reader finds in a drawn paper: its paragraphs with single spaces, and the value of each blank by name. */
export type ReadPaper = Readonly<{ paragraphs: readonly string[]; blanks: Readonly<Record<string, string>> }>;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };
const plain = (text: string): string => text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map(tidy)
    .filter((line) => line !== '');

/** Reads `word/document.xml` out of a DOCX, knowing nothing of who wrote it. */
export function readDocx(file: string): ReadPaper {
  const xml = execFileSync('unzip', ['-p', file, 'word/document.xml'], { encoding: 'utf8' });
  const textOf = (part: string): string =>
    [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<\/w:p>|<w:tab\/>/g)]
      .map((hit) => (hit[1] === undefined ? (hit[0] === '</w:p>' ? '\n' : ' ') : plain(hit[1])))
      .join('');
  const blanks = [...xml.matchAll(/<w:bookmarkStart ([^>]*)\/>(.*?)<w:bookmarkEnd/gs)].map((hit) => [
    /w:name="(\w+)"/.exec(hit[1]!)![1]!,
    tidy(textOf(hit[2]!)),
  ]);
  return { paragraphs: lines(textOf(xml)), blanks: Object.fromEntries(blanks) };
}

/** Reads the page that is printed. */
export function readHtml(html: string): ReadPaper {
  const body = /<body>(.*)<\/body>/s.exec(html)![1]!;
  const blanks = [...body.matchAll(/<span class="blank" data-blank="(\w+)">(.*?)<\/span>/gs)].map((hit) => [
    hit[1]!,
    tidy(plain(hit[2]!)),
  ]);
  const text = body
    .replace(/\n/g, ' ')
    .replace(/<\/(p|h1|td|th)>/g, '\n')
    .replace(/<[^>]*>/g, '');
  return { paragraphs: lines(plain(text)), blanks: Object.fromEntries(blanks) };
}

/** Without the white space: the Rules' own text is broken and spaced out at will. */
export const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** The words around the blanks of Appendix 1, in order, as the Rules print them (order No 7, Appendix 1). */
export function labelsOfTheRules(): readonly string[] {
  const file = path.join(import.meta.dirname, '..', 'fixtures', 'rules-appendix-1.ru.txt');
  return readFileSync(file, 'utf8')
    .split(/[_\n]+/)
    .map(squeezed)
    .filter((label) => label !== '');
}

/** All words and filled blanks of a paper as they are read, squeezed: each value stands between the words around its blank. */
export function wordsInOrder(paper: Paper): readonly string[] {
  return paper.blocks
    .flatMap((block) => {
      if (block.kind === 'signature') {
        const { office, places } = block;
        return [office, ...places.map(({ blank }) => blank?.value ?? ''), ...places.map(({ caption }) => caption)];
      }
      if (block.kind === 'table') return [...block.columns, ...block.rows.flat()];
      if ('text' in block) return [block.text];
      return block.spans.map((span) => (span.kind === 'words' ? span.text : span.value));
    })
    .map(squeezed)
    .filter((word) => word !== '');
}

/** Those labels that a text lacks where they should come: each is looked for behind the one before it. */
export function labelsLackingIn(text: string, labels: readonly string[]): readonly string[] {
  const whole = squeezed(text);
  let from = 0;
  return labels.filter((label) => {
    const at = whole.indexOf(label, from);
    if (at !== -1) from = at + label.length;
    return at === -1;
  });
}

/** Converts a file with LibreOffice, as a third party who opens it: `txt:Text (encoded):UTF8`, `pdf`. Answers the new file. */
export function convertByOffice(file: string, format: string, folder: string): string {
  const profile = `-env:UserInstallation=file://${path.join(folder, 'office')}`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, file], {
    stdio: 'ignore',
    timeout: 120_000,
  });
  return path.join(folder, `${path.parse(file).name}.${format.split(':')[0]!}`);
}
