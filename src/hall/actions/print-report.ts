import type { Answerers } from '#contract/hall.ts';
import { shortSignature } from '#domain/check/check-report.ts';
import type { Paper, PaperLanguage } from '#domain/documents/paper.ts';
import type { ReportId } from '#domain/ids.ts';
import { done, type Outcome } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';
import { reportOf, sinceOf } from './show-reports.ts';

async function paperOf(rooms: Rooms, reportId: ReportId, language: PaperLanguage): Promise<Outcome<Paper>> {
  const found = await reportOf(rooms, reportId);
  if (!found.ok) return found;
  const { paper: report } = found.value;
  const [accepted = null] = await rooms.checkReports.acceptances();
  const since = await sinceOf(rooms, report);
  return done(
    rooms.documents.checkReport(language, { report, signature: shortSignature(found.value), since, accepted }),
  );
}

/** P22: the one-page report of a check, to be looked at and to be made as DOCX and PDF. */
export function printReport(rooms: Rooms): Pick<Answerers, 'check-report.preview' | 'check-report.make'> {
  return {
    'check-report.preview': async ({ reportId, language }) => {
      const paper = await paperOf(rooms, reportId, language);
      return paper.ok ? done({ paper: paper.value }) : paper;
    },
    'check-report.make': async ({ reportId, language }) => {
      const paper = await paperOf(rooms, reportId, language);
      if (!paper.ok) return paper;
      const name = `check-report_${reportId.slice(0, 8)}_${language}_${String(rooms.clock.wallMs())}`;
      const made = await rooms.documents.make(paper.value, name);
      return made.ok ? done({ ...made.value, missing: [] }) : made;
    },
  };
}
