import type { Answerers } from '#contract/hall.ts';
import type { CheckProgress } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import { nextPhase } from '#domain/hearing/phases.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed } from '#domain/outcome.ts';
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
    const { desk, setup } = rooms;
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const held = runningHearing(rooms);
    if (held !== null && held.hearingId !== hearingId)
      return failed(fault('hearing.another-is-open', { caseNumber: held.card.caseNumber }));
    const free = refuseInTest(rooms);
    if (!free.ok) return free;
    const next = nextPhase(found.value.phase, 'check');
    if (!next.ok) return next;
    if (desk.check?.state === 'running') return failed(fault('check.running', {}));
    if (setup.card().seats.length === 0) return failed(fault('setup.no-seats', {}));
    const totalMs = rooms.rules.checkLengthS * 1000;
    desk.hearingId = hearingId;
    desk.check = { hearingId, state: 'running', remainingMs: totalMs, totalMs, items: [], passed: false };
    rooms.tellState();
    void runCheck(rooms, hearingId, authorOf(asker), totalMs);
    return done({});
  };
}

async function recordTest(rooms: Rooms, checkId: HearingId, folder: string, totalMs: number): Promise<void> {
  const { recorder, clock, setup, desk } = rooms;
  const { seats } = setup.card();
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

async function runCheck(rooms: Rooms, hearingId: HearingId, author: Author, totalMs: number): Promise<void> {
  const { recorder, selftest, setup, desk, journals, alarms, clock } = rooms;
  const startedAtMs = clock.wallMs();
  const startedMs = performance.now();
  const { checkId, folder } = await rooms.checkFolders.make();
  const { seats } = setup.card();
  const soFar: CheckItem[] = [];
  const show = (change: Partial<CheckProgress>): void => {
    if (desk.check !== null) desk.check = { ...desk.check, ...change };
    rooms.tellState();
  };
  const tellItem = (item: CheckItem): void => {
    soFar.push(item);
    show({ items: [...soFar] });
  };
  const probed = selftest.probe({ isHearing: false }, tellItem);
  await recordTest(rooms, checkId, folder, totalMs);
  await recorder.close({ cutAtUs: null, lamp: 'off' });
  recorder.warm(seats);
  show({ remainingMs: 0 });
  const items = [...(await selftest.analyse({ seats, folder }, tellItem)), ...(await probed)];
  await rooms.checkFolders.remove(folder);
  const passed = items.every((item) => item.verdict !== 'bad');
  const body = { items, passed, startedAtMs, durationMs: Math.round(performance.now() - startedMs) };
  const noted = await journals.note(hearingId, author, { kind: 'hearing.checked', body });
  if (!noted.ok) alarms.raise(noted.fault);
  show({ state: 'done', items, passed: passed && noted.ok });
}
