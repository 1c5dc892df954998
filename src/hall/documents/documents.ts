import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { actOf, measuredCircumstances, type Act, type ActWords } from '#domain/documents/act.ts';
import { appendixOne, type Request, type RequestWords } from '#domain/documents/appendix-one.ts';
import { checkReportPaper, type ReportPaperAsk } from '#domain/documents/check-report-paper.ts';
import { paperLanguages, type Paper, type PaperLanguage } from '#domain/documents/paper.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { words as localeWords, writeFileAtomically } from '../plumbing/index.ts';
import { readActWords } from './act-words.ts';
import { createPrintDesk, type PrintDesk } from './print-desk.ts';
import { readRequestWords } from './request-words.ts';
import { renderDocx } from './render-docx.ts';
import { renderHtml } from './render-html.ts';

/** SHA-256 in lower-case hex. */
type MadeFile = Readonly<{ path: string; sha256: string }>;
/** The DOCX needs nobody; why there is no PDF is told by `hindrance`. */
export type MadePaper = Readonly<{ docx: MadeFile; pdf: MadeFile | null; hindrance: Fault | null }>;

export type Documents = Readonly<{
  /** The request of Appendix 1 as it stands. */
  request(language: PaperLanguage, request: Request): Paper;
  /** The act of paragraph 18 as it stands. */
  act(language: PaperLanguage, act: Act): Paper;
  /** What the act says of what happened where nobody wrote it otherwise, one paragraph a line. */
  measured(language: PaperLanguage, incidents: Act['incidents']): string;
  /** The one-page report of a check. */
  checkReport(language: PaperLanguage, shown: ReportPaperAsk): Paper;
  /** Writes `<name>.docx` and `<name>.pdf`. Fails `archive.unwritable`. */
  make(paper: Paper, name: string): Promise<Outcome<MadePaper>>;
  /** Where the shell fetches what to print and brings what was printed. */
  printDesk: Pick<PrintDesk, 'take' | 'receive'>;
}>;

/** `askToPrint` tells the shell of a job, or says that there is no shell. Throws when a template is not whole. */
export function createDocuments({
  resourcesFolder,
  papersFolder,
  askToPrint,
}: Readonly<{
  resourcesFolder: string;
  papersFolder: string;
  askToPrint(jobId: string): boolean;
}>): Documents {
  const words = Object.fromEntries(
    paperLanguages.map((language) => [language, readRequestWords(resourcesFolder, language)]),
  ) as Readonly<Record<PaperLanguage, RequestWords>>;
  const actWords = Object.fromEntries(
    paperLanguages.map((language) => [language, readActWords(resourcesFolder, language)]),
  ) as Readonly<Record<PaperLanguage, ActWords>>;
  const say = { ru: localeWords('ru'), kk: localeWords('kk') } as const;
  const printDesk = createPrintDesk(askToPrint);

  async function write(file: string, bytes: Uint8Array): Promise<Outcome<MadeFile>> {
    try {
      mkdirSync(papersFolder, { recursive: true, mode: 0o700 });
      await writeFileAtomically(file, bytes, 0o600);
    } catch (error) {
      // Only the file system throws here: a full, unplugged or missing disk.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return failed(fault('archive.unwritable', { path: file }));
    }
    return done({ path: file, sha256: createHash('sha256').update(bytes).digest('hex') });
  }

  return {
    request: (language, request) => appendixOne(request, words[language]),
    act: (language, act) => actOf(act, actWords[language]),
    measured: (language, incidents) => measuredCircumstances(incidents, actWords[language]),
    checkReport: (language, shown) => checkReportPaper(shown, language, say[language]),
    async make(paper, name) {
      const docx = await write(path.join(papersFolder, `${name}.docx`), await renderDocx(paper));
      if (!docx.ok) return docx;
      const printed = await printDesk.print(renderHtml(paper));
      if (!printed.ok) return done({ docx: docx.value, pdf: null, hindrance: printed.fault });
      const pdf = await write(path.join(papersFolder, `${name}.pdf`), printed.value);
      return pdf.ok ? done({ docx: docx.value, pdf: pdf.value, hindrance: null }) : pdf;
    },
    printDesk,
  };
}
