import { isMorningCheckDue, uncheckedSoon } from '#domain/check/check-schedule.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { beginCheck } from './check-hearing.ts';
import { lastCheckOf } from './keep-report.ts';
import { runningHearing, systemAuthor, type Rooms } from './rooms.ts';

/** After its start a service is given so long until its windows are there: before that everything would look broken. */
const settleMs = 60_000;

type Morning = { lastMs: number | null; ownAtMs: number | null };

/** Call it every second: checks the hall each morning, and warns of a hearing that begins soon and was not checked. */
export function watchChecks(rooms: Rooms): () => void {
  const startedAtMs = performance.now();
  let morning: Morning | null = null;
  let isReading = false;
  let told: Fault | null = null;

  async function read(): Promise<void> {
    const { checkReports, desk, alarms, tellState } = rooms;
    const reports = (await checkReports.all()).map(({ paper }) => paper);
    const newest = reports.map(lastCheckOf).find((shown) => shown !== null);
    desk.lastCheck ??= newest ?? null;
    const mornings = reports.filter(({ reason }) => reason === 'morning').map((report) => report.startedAtMs);
    morning = { lastMs: mornings.length === 0 ? null : Math.max(...mornings), ownAtMs: null };
    const broken = await checkReports.broken();
    if (broken.length > 0)
      alarms.raise(fault('check.reports-broken', { files: broken.map(({ file }) => file).join() }));
    tellState();
  }

  function beginMorning(since: Morning): void {
    const { desk, training, clock, rules } = rooms;
    if (training || desk.hearingId !== null || desk.check?.state === 'running') return;
    const nowMs = clock.wallMs();
    const sinceOwnMs = since.ownAtMs === null ? null : performance.now() - since.ownAtMs;
    if (!isMorningCheckDue({ nowMs, lastMs: since.lastMs, sinceOwnMs }, rules.morningCheck)) return;
    const asked = {
      hearingId: null,
      by: systemAuthor,
      reason: 'morning',
      isPassive: false,
      only: [],
      variant: 'standard',
    } as const;
    // A hall that is not set up or holds a test session is asked again in a second, as long as it is morning.
    if (beginCheck(rooms, asked).ok) morning = { lastMs: nowMs, ownAtMs: performance.now() };
  }

  return () => {
    const due = forgottenCheck(rooms);
    // Told once, so that it stays away when a person took it off with a reason.
    if (JSON.stringify(due) !== JSON.stringify(told)) {
      if (told !== null) rooms.alarms.clear(told);
      if (due !== null) rooms.alarms.raise(due);
      told = due;
    }
    if (runningHearing(rooms) !== null) return;
    if (morning !== null && performance.now() - startedAtMs > settleMs) beginMorning(morning);
    if (morning === null && !isReading) {
      isReading = true;
      void read();
    }
  };
}

function forgottenCheck({ clock, journals, rules, desk }: Rooms): Fault | null {
  if (desk.check?.state === 'running') return null;
  const hearings = journals
    .ids()
    .map((id) => journals.view(id))
    .filter((view) => view !== undefined)
    .map(({ card, phase, lastChecked }) => ({
      caseNumber: card.caseNumber,
      plannedAtMs: card.plannedAtMs,
      checkedAtMs: lastChecked?.atMs ?? null,
      isWaiting: phase === 'planned' || phase === 'checked',
    }));
  const soon = uncheckedSoon(hearings, clock.wallMs(), rules);
  return soon === null ? null : fault('hearing.check-forgotten', { caseNumber: soon.caseNumber });
}
