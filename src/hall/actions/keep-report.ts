import { randomUUID } from 'node:crypto';
import type { HallState } from '#contract/papers.ts';
import type { CheckItem, CheckPart } from '#domain/check/check-item.ts';
import type { CheckReport } from '#domain/check/check-report.ts';
import { withDrift, type CheckReading } from '#domain/check/drift.ts';
import type { HearingId, ReportId } from '#domain/ids.ts';
import type { Rooms } from './rooms.ts';

/** The report that is in force as the hall's sample, and what was checked since then, the newest first; null before any was accepted. */
export async function acceptedNow(
  checkReports: Rooms['checkReports'],
): Promise<Readonly<{ accepted: CheckReport; since: readonly CheckReport[] }> | null> {
  const [acceptance] = await checkReports.acceptances();
  const reports = (await checkReports.all()).map(({ paper }) => paper);
  const at = reports.findIndex(({ reportId }) => reportId === acceptance?.reportId);
  const accepted = reports[at];
  return accepted === undefined ? null : { accepted, since: reports.slice(0, at) };
}

/** The items of a check with what drifted since the acceptance of the hall. */
export async function withDriftSince(
  { checkReports }: Pick<Rooms, 'checkReports'>,
  reading: CheckReading,
): Promise<readonly CheckItem[]> {
  const now = await acceptedNow(checkReports);
  return now === null ? reading.items : withDrift(reading, now.accepted.items, now.since);
}

/** What the subjects of items are called in this hall. */
function namesOf({ setup, peers }: Pick<Rooms, 'setup' | 'peers'>): CheckReport['names'] {
  const { seats, loudspeakers = [] } = setup.card();
  const named: (readonly [string, CheckReport['names'][string]])[] = [
    ...seats.map(({ id, place, name }) => [id, { place, name }] as const),
    ...loudspeakers.map(({ id, name }) => [id, { place: null, name }] as const),
    ...peers.shown().map(({ id, hall }) => [id, { place: null, name: hall }] as const),
  ];
  return Object.fromEntries(named);
}

const worstFirst: readonly CheckItem['verdict'][] = ['bad', 'look'];

/** What the day's list shows of a report; null for one that did not look at the whole hall. */
export function lastCheckOf(report: CheckReport): HallState['lastCheck'] {
  if (report.isPartial) return null;
  const { reportId, reason, startedAtMs, passed, items } = report;
  const shown = worstFirst.flatMap((verdict) => items.filter((item) => item.verdict === verdict));
  return { reportId, reason, startedAtMs, passed, items: shown };
}

/** Signs and keeps what a check found; one that cannot be written is an alarm and null. */
export async function keepReport(
  rooms: Rooms,
  asked: Readonly<Pick<CheckReport, 'by' | 'reason' | 'variant'>> &
    Readonly<{ hearingId: HearingId | null; isPassive: boolean; only: readonly CheckPart[] }>,
  found: Readonly<Pick<CheckReport, 'items' | 'passed' | 'startedAtMs' | 'durationMs'>>,
): Promise<ReportId | null> {
  const { setup, journals, training, desk, alarms } = rooms;
  const { court, hall } = setup.card();
  const view = asked.hearingId === null ? undefined : journals.view(asked.hearingId);
  const kept = await rooms.checkReports.keep({
    formatVersion: 1,
    reportId: randomUUID() as ReportId,
    reason: asked.reason,
    variant: asked.variant,
    isPartial: asked.isPassive || asked.only.length > 0,
    ...{ training, court, hall },
    by: asked.by,
    hearing: view === undefined ? null : { hearingId: view.hearingId, caseNumber: view.card.caseNumber },
    names: namesOf(rooms),
    ...found,
  });
  if (!kept.ok) {
    alarms.raise(kept.fault);
    return null;
  }
  const { paper } = kept.value;
  desk.lastCheck = lastCheckOf(paper) ?? desk.lastCheck;
  return paper.reportId;
}
