import type { Answerers } from '#contract/hall.ts';
import type { ReportRow, ShownReport } from '#contract/check-reports.ts';
import {
  countVerdicts,
  shortSignature,
  standsSinceMs,
  canBeSample,
  type CheckReport,
  type SignedReport,
} from '#domain/check/check-report.ts';
import { allowanceOf, driftRuleOf } from '#domain/check/drift-rules.ts';
import { fault } from '#domain/faults.ts';
import type { ReportId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { acceptedNow } from './keep-report.ts';
import { authorOf, type Rooms } from './rooms.ts';

type ReportVerbs = Pick<
  Answerers,
  'check-report.list' | 'check-report.show' | 'check-report.trend' | 'check-report.accept' | 'check-report.ask'
>;

/** What a window lists. */
const mostListed = 500;

/** The report of this id, or the newest. Refuses `check.report-unknown`. */
export async function reportOf(
  { checkReports }: Pick<Rooms, 'checkReports'>,
  reportId: ReportId | null,
): Promise<Outcome<SignedReport>> {
  const reports = await checkReports.all();
  const found = reportId === null ? reports[0] : reports.find(({ paper }) => paper.reportId === reportId);
  return found === undefined ? failed(fault('check.report-unknown', {})) : done(found);
}

function rowOf(report: CheckReport, acceptedId: ReportId | null): ReportRow {
  const { reportId, reason, variant, isPartial, by, startedAtMs, hearing, passed, items } = report;
  return {
    ...{ reportId, reason, variant, isPartial, by, startedAtMs, passed },
    caseNumber: hearing?.caseNumber ?? null,
    counts: countVerdicts(items),
    isAccepted: reportId === acceptedId,
  };
}

/** Since when each finding of a report stands, by it and all that were made before. */
export async function sinceOf(
  { checkReports }: Pick<Rooms, 'checkReports'>,
  report: CheckReport,
): Promise<ShownReport['since']> {
  const reports = (await checkReports.all()).map(({ paper }) => paper);
  const upTo = reports.slice(reports.findIndex(({ reportId }) => reportId === report.reportId));
  return report.items.flatMap(({ kind, subject, findings }) =>
    findings.flatMap((finding) => {
      const sinceMs = standsSinceMs(upTo, { kind, subject, finding });
      return sinceMs === null ? [] : [{ kind, subject, finding, sinceMs }];
    }),
  );
}

/** Reads the reports of checks, takes one as the hall's sample, and asks another hall for its own (P22). */
export function showReports(rooms: Rooms): ReportVerbs {
  const { checkReports, peers } = rooms;
  return {
    'check-report.list': async () => {
      const acceptances = await checkReports.acceptances();
      const acceptedId = acceptances[0]?.reportId ?? null;
      const reports = (await checkReports.all()).slice(0, mostListed).map(({ paper }) => rowOf(paper, acceptedId));
      return done({
        reports,
        acceptances: acceptances.map(({ reportId, name, atMs }) => ({ reportId, name, atMs })),
        broken: await checkReports.broken(),
      });
    },
    'check-report.show': async ({ reportId }) => {
      const found = await reportOf(rooms, reportId);
      if (!found.ok) return found;
      const { paper } = found.value;
      return done({ report: paper, signature: shortSignature(found.value), since: await sinceOf(rooms, paper) });
    },
    'check-report.trend': async ({ kind, subject, figure, fromMs }) => {
      const reports = (await checkReports.all()).map(({ paper }) => paper);
      const itemOf = ({ items }: CheckReport) => items.find((item) => item.kind === kind && item.subject === subject);
      const points = reports
        .filter(({ startedAtMs }) => startedAtMs >= fromMs)
        .flatMap((report) => {
          const item = itemOf(report);
          const value = item?.figures[figure];
          return item === undefined || value === undefined
            ? []
            : [{ atMs: report.startedAtMs, value, verdict: item.verdict }];
        })
        .toSorted((one, other) => one.atMs - other.atMs);
      const sample = await acceptedNow(checkReports);
      const value = sample === null ? undefined : itemOf(sample.accepted)?.figures[figure];
      if (value === undefined) return done({ points, accepted: null });
      const rule = driftRuleOf(kind, figure);
      const allowed = rule === undefined ? 0 : allowanceOf(rule, value);
      return done({
        points,
        accepted: {
          value,
          low: rule?.below === undefined ? null : value - allowed,
          high: rule?.above === undefined ? null : value + allowed,
        },
      });
    },
    'check-report.accept': async ({ reportId, name }, asker) => {
      const found = await reportOf(rooms, reportId);
      if (!found.ok) return found;
      if (!canBeSample(found.value.paper)) return failed(fault('check.report-partial', {}));
      const accepted = await checkReports.accept({ reportId, name, by: authorOf(asker) });
      return accepted.ok ? done({}) : accepted;
    },
    'check-report.ask': async ({ peerId }) => {
      const asked = await peers.askReport(peerId);
      return asked.ok ? done({ report: asked.value }) : asked;
    },
  };
}
