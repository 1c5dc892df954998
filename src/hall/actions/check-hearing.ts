import type { Answer, Answerers } from '#contract/hall.ts';
import type { CheckProgress } from '#contract/check-papers.ts';
import { fault } from '#domain/faults.ts';
import { nextPhase } from '#domain/hearing/phases.ts';
import type { HearingId } from '#domain/ids.ts';
import { isAsked, type CheckItem, type CheckPart, type CheckVariant } from '#domain/check/check-item.ts';
import type { CheckReason } from '#domain/check/check-report.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { endItemTest } from './check-item.ts';
import { enterRedItems } from './incidents-found.ts';
import { keepReport, withDriftSince } from './keep-report.ts';
import { planTest, recordTest, type TestPlan } from './record-test.ts';
import { authorOf, runningHearing, viewOf, type Rooms } from './rooms.ts';
import { refuseInTest } from './test-session.ts';

/**
 * Records every seat for some seconds under an id of its own, measures what is on disk and journals the verdicts.
 * Answers at once; how it goes is seen in the state. The test recording is deleted, the devices stay open.
 */
export function checkHearing(rooms: Rooms): Answerers['hearing.check'] {
  return async ({ hearingId, variant }, asker) => {
    const { desk } = rooms;
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const held = runningHearing(rooms);
    if (held !== null && held.hearingId !== hearingId)
      return failed(fault('hearing.another-is-open', { caseNumber: held.card.caseNumber }));
    const next = nextPhase(found.value.phase, 'check');
    if (!next.ok) return next;
    const begun = beginCheck(rooms, {
      ...{ hearingId, by: authorOf(asker), reason: 'hearing', isPassive: false, only: [], variant },
    });
    if (begun.ok) desk.hearingId = hearingId;
    return begun;
  };
}

/** What a check is for and what of the hall it looks at. */
export type CheckAsked = Readonly<{
  /** The hearing whose journal takes the result; null for the hall by itself. */
  hearingId: HearingId | null;
  by: Author;
  reason: CheckReason;
  /** Beside a running hearing: nothing is recorded, and only what disturbs nobody is looked at. */
  isPassive: boolean;
  /** Nothing for everything; without a subject all of its kind. */
  only: readonly CheckPart[];
  variant: CheckVariant;
}>;

const secondWaysFromMs = 8000;

/** Starts the one run of every check, unless one runs already; how it goes is seen in the state. */
export function beginCheck(rooms: Rooms, asked: CheckAsked): Outcome<Answer<'hall.check'>> {
  const { desk, setup } = rooms;
  const free = refuseInTest(rooms);
  if (!free.ok) return free;
  if (desk.check?.state === 'running') return failed(fault('check.running', {}));
  if (setup.card().seats.length === 0) return failed(fault('setup.no-seats', {}));
  const plan = planTest(rooms, asked);
  const { totalMs } = plan;
  const { hearingId } = asked;
  desk.check = {
    ...{ hearingId, state: 'running', remainingMs: totalMs, totalMs, playing: null, flashes: null },
    ...{ items: [], passed: false, reportId: null },
  };
  rooms.tellState();
  void endItemTest(rooms).then(() => runCheck(rooms, asked, plan));
  return done({});
}

async function runCheck(rooms: Rooms, asked: CheckAsked, plan: TestPlan): Promise<void> {
  const { recorder, selftest, setup, desk, journals, alarms, clock } = rooms;
  const { hearingId, isPassive, only } = asked;
  const startedAtMs = clock.wallMs();
  const startedMs = performance.now();
  const soFar: CheckItem[] = [];
  const show = (change: Partial<CheckProgress>): void => {
    if (desk.check !== null) desk.check = { ...desk.check, ...change };
    rooms.tellState();
  };
  const tellItem = (item: CheckItem): void => {
    soFar.push(item);
    show({ items: [...soFar] });
  };
  const probed = selftest.probe({ isHearing: isPassive, only }, tellItem);
  const measured: CheckItem[] = [];
  if (plan.seats.length > 0) {
    const wasWarm = recorder.plan().mode === 'warm';
    const place = await rooms.checkFolders.make();
    const recorded = await recordTest(rooms, plan, place, show);
    const test = { ...recorded, sights: recorder.sights() };
    await recorder.close({ cutAtUs: null, lamp: 'off' });
    show({ remainingMs: 0 });
    // The second way opens its devices some seconds later than the windows do.
    const isLong = plan.totalMs >= secondWaysFromMs && recorder.hasSecondWays();
    const hasSecondWays = isLong && (await rooms.soundServer.listSources()) !== 'not-available';
    // What had to be recorded for another thing's sake was not asked for.
    const tellAsked = (item: CheckItem): void => (isAsked(item, only) ? tellItem(item) : undefined);
    const all = await selftest.analyse({ ...test, hasSecondWays }, tellAsked);
    measured.push(...all.filter((item) => isAsked(item, only)));
    // Where nobody prepares a hearing, nobody is to be seen and heard when the check is over. Not before it is judged: a small PC judges twice as long beside open devices.
    if (hearingId !== null || wasWarm) recorder.warm(setup.card().seats);
    await rooms.checkFolders.remove(place.folder);
  }
  const items = await withDriftSince(rooms, {
    variant: asked.variant,
    items: [...measured, ...(await probed)],
  });
  // Where nothing was looked at nothing is known to be in order.
  const passed = items.length > 0 && items.every((item) => item.verdict !== 'bad');
  // What is there when all of the hall passed is what later days are compared with.
  if (passed && !isPassive && only.length === 0) await rooms.inventory.keepAsGood();
  const body = { items, passed, startedAtMs, durationMs: Math.round(performance.now() - startedMs) };
  const noted = hearingId === null ? null : await journals.note(hearingId, asked.by, { kind: 'hearing.checked', body });
  if (noted?.ok === false) alarms.raise(noted.fault);
  await enterRedItems(rooms, hearingId, items, startedAtMs);
  const reportId = await keepReport(rooms, asked, body);
  show({ state: 'done', items, passed: passed && noted?.ok !== false, reportId });
}
