import type { Answer, Answerers } from '#contract/hall.ts';
import type { CheckProgress } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import { nextPhase } from '#domain/hearing/phases.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { isAsked, type CheckItem, type CheckPart } from '#domain/check/check-item.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Seat } from '#domain/seats.ts';
import { showHindrance } from './keep-recording.ts';
import { authorOf, clockNow, runningHearing, viewOf, type Rooms } from './rooms.ts';
import { refuseInTest } from './test-session.ts';

const tickMs = 500;

/**
 * Records every seat for some seconds under an id of its own, measures what is on disk and journals the verdicts.
 * Answers at once; how it goes is seen in the state. The test recording is deleted, the devices stay open.
 */
export function checkHearing(rooms: Rooms): Answerers['hearing.check'] {
  return async ({ hearingId }, asker) => {
    const { desk } = rooms;
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const held = runningHearing(rooms);
    if (held !== null && held.hearingId !== hearingId)
      return failed(fault('hearing.another-is-open', { caseNumber: held.card.caseNumber }));
    const next = nextPhase(found.value.phase, 'check');
    if (!next.ok) return next;
    const begun = beginCheck(rooms, { hearingId, by: authorOf(asker), isPassive: false, only: [] });
    if (begun.ok) desk.hearingId = hearingId;
    return begun;
  };
}

/** What a check is for and what of the hall it looks at. */
export type CheckAsked = Readonly<{
  /** The hearing whose journal takes the result; null for the hall by itself. */
  hearingId: HearingId | null;
  by: Author;
  /** Beside a running hearing: nothing is recorded, and only what disturbs nobody is looked at. */
  isPassive: boolean;
  /** Nothing for everything; without a subject all of its kind. */
  only: readonly CheckPart[];
}>;

/** Starts the one run of every check, unless one runs already; how it goes is seen in the state. */
export function beginCheck(rooms: Rooms, asked: CheckAsked): Outcome<Answer<'hall.check'>> {
  const { desk, setup } = rooms;
  const free = refuseInTest(rooms);
  if (!free.ok) return free;
  if (desk.check?.state === 'running') return failed(fault('check.running', {}));
  if (setup.card().seats.length === 0) return failed(fault('setup.no-seats', {}));
  const totalMs = seatsOf(rooms, asked).length === 0 ? 0 : rooms.rules.checkLengthS * 1000;
  const { hearingId } = asked;
  desk.check = { hearingId, state: 'running', remainingMs: totalMs, totalMs, items: [], passed: false };
  rooms.tellState();
  void runCheck(rooms, asked, totalMs);
  return done({});
}

/** The seats whose test recording is wanted. */
function seatsOf({ setup }: Rooms, { isPassive, only }: CheckAsked): readonly Seat[] {
  return isPassive ? [] : setup.card().seats.filter(({ id, kind }) => isAsked({ subject: id, kind }, only));
}

async function recordTest(
  rooms: Rooms,
  seats: readonly Seat[],
  { checkId, folder }: Readonly<{ checkId: HearingId; folder: string }>,
  totalMs: number,
): Promise<void> {
  const { recorder, clock, desk } = rooms;
  const recording = await recorder.record({
    hearingId: checkId,
    zero: clockNow(clock),
    folder,
    seats,
    isTest: true,
    nextEpoch: () => 1,
    trackNo: (trackId: TrackId) => seats.findIndex((seat) => (seat.id as string) === trackId) + 1,
  });
  showHindrance(rooms, recording.ok ? null : recording.fault);
  if (!recording.ok) return;
  const endsMs = performance.now() + totalMs;
  for (let remainingMs = totalMs; remainingMs > 0; remainingMs = Math.round(endsMs - performance.now())) {
    if (desk.check !== null) desk.check = { ...desk.check, remainingMs };
    rooms.tellState();
    await new Promise((resolve) => setTimeout(resolve, Math.min(tickMs, remainingMs)));
  }
}

async function runCheck(rooms: Rooms, asked: CheckAsked, totalMs: number): Promise<void> {
  const { recorder, selftest, setup, desk, journals, alarms, clock } = rooms;
  const { hearingId, isPassive, only } = asked;
  const startedAtMs = clock.wallMs();
  const startedMs = performance.now();
  const seats = seatsOf(rooms, asked);
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
  if (seats.length > 0) {
    const wasWarm = recorder.plan().mode === 'warm';
    const place = await rooms.checkFolders.make();
    await recordTest(rooms, seats, place, totalMs);
    await recorder.close({ cutAtUs: null, lamp: 'off' });
    // Where nobody prepares a hearing, nobody is to be seen and heard when the check is over.
    if (hearingId !== null || wasWarm) recorder.warm(setup.card().seats);
    show({ remainingMs: 0 });
    measured.push(...(await selftest.analyse({ seats, folder: place.folder }, tellItem)));
    await rooms.checkFolders.remove(place.folder);
  }
  const items = [...measured, ...(await probed)];
  const passed = items.every((item) => item.verdict !== 'bad');
  const body = { items, passed, startedAtMs, durationMs: Math.round(performance.now() - startedMs) };
  const noted = hearingId === null ? null : await journals.note(hearingId, asked.by, { kind: 'hearing.checked', body });
  if (noted?.ok === false) alarms.raise(noted.fault);
  show({ state: 'done', items, passed: passed && noted?.ok !== false });
}
