import { fault } from '#domain/faults.ts';
import { mayRecord, type InterruptionCause } from '#domain/hearing/phases.ts';
import { knownToUs } from '#domain/hearing/hearing-tracks.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import type { Clock } from '../plumbing/index.ts';
import type { Journals } from '../journal/index.ts';
import { keepRecording } from './keep-recording.ts';
import { clockNow, isRunning, noteBySystem, type Desk, type Rooms } from './rooms.ts';
import { hearingInTest } from './test-session.ts';

/** How long "the record was interrupted" stands once it goes on again. */
const interruptionShownMs = 60_000;
/** As long as windows keep what a dead service did not get. A service that was away for longer finds a hall it knows nothing of. */
const windowsKeepMs = 15 * 60_000;

/** The hearing that was being held when the last service ended, the latest if there are several; null for none. */
export function interruptedHearing(journals: Pick<Journals, 'ids' | 'view'>): HearingView | null {
  const running = journals
    .ids()
    .map((id) => journals.view(id))
    .filter((view) => view !== undefined && isRunning(view.phase));
  return running.reduce<HearingView | null>(
    (latest, view) => ((view?.openedAtMs ?? 0) >= (latest?.openedAtMs ?? 0) ? (view ?? latest) : latest),
    null,
  );
}

/** Why a person must say that a hearing which was being recorded goes on (L5: never silently); null where it goes on by itself. */
function whyAsk(view: HearingView, rules: Rooms['rules'], clock: Clock): InterruptionCause | null {
  if (!mayRecord(view.phase, rules)) return null;
  if (view.interruption !== null) return view.interruption.cause;
  if (view.zero?.bootId !== clock.bootId) return 'computer-restarted';
  return clock.wallMs() - view.lastEntryMs > windowsKeepMs ? 'long-absence' : null;
}

/**
 * Lays the interrupted hearing on the desk before anybody dials, so that a window which still records is told to close
 * only where nothing may be recorded. Answers with the hearings whose open epochs the sweep must leave alone, because
 * the windows still hold what the dead service did not get.
 */
export function layOnDesk(
  desk: Desk,
  view: HearingView | null,
  journals: Pick<Journals, 'ids' | 'view'>,
  rules: Rooms['rules'],
  clock: Clock,
): ReadonlySet<HearingId> {
  desk.hearingId = view?.hearingId ?? hearingInTest(journals);
  desk.isSilenced = view !== null && (!mayRecord(view.phase, rules) || whyAsk(view, rules, clock) !== null);
  return new Set(view === null || desk.isSilenced ? [] : [view.hearingId]);
}

/** Tracks whose epochs are closed lack everything from their end to now; an epoch that goes on tells its own hole. */
export async function noteHoles(rooms: Rooms, hearingId: HearingId, cause: string): Promise<void> {
  const view = rooms.journals.view(hearingId);
  if (!view?.zero) return;
  const nowUs = lineNow(view, clockNow(rooms.clock));
  for (const { trackId, epochs } of view.tracks) {
    const last = epochs.at(-1);
    if (last?.closed !== true || last.toUs >= nowUs) continue;
    await noteBySystem(rooms, hearingId, {
      kind: 'gap.found',
      body: { trackId, fromUs: last.toUs, toUs: nowUs, cause },
    });
  }
}

/**
 * Takes the hearing up where the last service left it: recording at once where it may, silent where it may not (L5),
 * and asking where the hall cannot know whether the court still sits. `interrupted` is the view from before the sweep.
 */
export async function takeUp(rooms: Rooms, interrupted: HearingView | null): Promise<void> {
  if (interrupted === null) return;
  const { hearingId } = interrupted;
  const cause = whyAsk(interrupted, rooms.rules, rooms.clock);
  if (cause !== null) {
    const view = rooms.journals.view(hearingId) ?? interrupted;
    rooms.alarms.raise(fault('hearing.interrupted', {}));
    if (interrupted.interruption === null)
      await noteBySystem(rooms, hearingId, { kind: 'hearing.interrupted', body: { atUs: knownToUs(view), cause } });
    return;
  }
  if (rooms.desk.isSilenced) return;
  rooms.alarms.raise(fault('recorder.interrupted', {}));
  setTimeout(() => rooms.alarms.clearAll('recorder.interrupted'), interruptionShownMs).unref();
  await noteHoles(rooms, hearingId, 'service-restarted');
  await keepRecording(rooms);
}
