import { fault } from '#domain/faults.ts';
import { mayRecord } from '#domain/hearing/phases.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import { toTimeline } from '#domain/record/timeline.ts';
import type { Clock } from '../plumbing/index.ts';
import type { Journals } from '../journal/index.ts';
import { keepRecording } from './keep-recording.ts';
import { clockNow, isRunning, noteBySystem, type Rooms } from './rooms.ts';

/** How long "the record was interrupted" stands once it goes on again. */
const interruptionShownMs = 60_000;

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

/** Hearings whose open epochs the sweep must leave alone, because the windows still hold what the dead service did not get. */
export function goingOn(view: HearingView | null, rules: Rooms['rules'], clock: Clock): ReadonlySet<HearingId> {
  const goesOn = view?.zero?.bootId === clock.bootId && mayRecord(view.phase, rules);
  return new Set(goesOn ? [view.hearingId] : []);
}

/** Tracks whose epochs are closed lack everything from their end to now; an epoch that goes on tells its own hole. */
async function noteHoles(rooms: Rooms, view: HearingView): Promise<void> {
  if (view.zero === null) return;
  const nowUs = toTimeline(view.zero, clockNow(rooms.clock));
  for (const { trackId, epochs } of view.tracks) {
    const last = epochs.at(-1);
    if (last?.closed !== true || last.toUs >= nowUs) continue;
    const body = { trackId, fromUs: last.toUs, toUs: nowUs, cause: 'service-restarted' };
    await noteBySystem(rooms, view.hearingId, { kind: 'gap.found', body });
  }
}

/** Takes the hearing up where the last service left it: recording at once where it may, silent where it may not (L5). */
export async function takeUp(rooms: Rooms, interrupted: HearingView | null): Promise<void> {
  // Read anew: the sweep has closed epochs since.
  const view = interrupted === null ? undefined : rooms.journals.view(interrupted.hearingId);
  if (view === undefined) return;
  rooms.desk.hearingId = view.hearingId;
  if (!mayRecord(view.phase, rooms.rules)) {
    rooms.desk.isSilenced = true;
    return;
  }
  rooms.alarms.raise(fault('recorder.interrupted', {}));
  setTimeout(() => rooms.alarms.clearAll('recorder.interrupted'), interruptionShownMs).unref();
  await noteHoles(rooms, view);
  await keepRecording(rooms);
}
