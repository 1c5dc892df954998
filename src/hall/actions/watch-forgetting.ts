import { fault, type Fault } from '#domain/faults.ts';
import { lastingPause, type HearingView } from '#domain/hearing/view.ts';
import { toTimeline } from '#domain/record/timeline.ts';
import { clockNow, runningHearing, type Rooms } from './rooms.ts';

type Known = Pick<Rooms, 'clock' | 'desk' | 'journals' | 'rules' | 'alarms'>;

const minuteMs = 60_000;
/** A hearing that nobody wanted for so long is not forgotten: it did not take place. */
const startSoughtMin = 120;

/**
 * Call it every second: raises an alarm when a hearing was to begin or to go on by now and nothing is recorded. L5: told
 * by the clock alone, because no device may be listened to outside a hearing, and never answered by recording.
 */
export function watchForgetting(rooms: Known): () => void {
  let told: Fault | null = null;
  return () => {
    const due = forgotten(rooms);
    // Told once, so that it stays away when a person took it off with a reason.
    if (JSON.stringify(due) === JSON.stringify(told)) return;
    if (told !== null) rooms.alarms.clear(told);
    if (due !== null) rooms.alarms.raise(due);
    told = due;
  };
}

function forgotten(rooms: Known): Fault | null {
  const held = runningHearing(rooms);
  return held === null ? forgottenStart(rooms) : forgottenResume(rooms, held);
}

function forgottenStart({ clock, journals, rules }: Known): Fault | null {
  const nowMs = clock.wallMs();
  const late = journals
    .ids()
    .map((id) => journals.view(id))
    .filter((view) => view !== undefined)
    .filter(({ phase }) => phase === 'planned' || phase === 'checked')
    .filter(({ card }) => {
      const lateMs = nowMs - card.plannedAtMs;
      return lateMs > rules.startReminderMin * minuteMs && lateMs < startSoughtMin * minuteMs;
    })
    .toSorted((one, other) => one.card.plannedAtMs - other.card.plannedAtMs)[0];
  return late === undefined ? null : fault('hearing.start-forgotten', { caseNumber: late.card.caseNumber });
}

function forgottenResume({ clock, rules }: Known, view: HearingView): Fault | null {
  const pause = lastingPause(view);
  if (pause === null || pause.recordingGoesOn || view.zero === null) return null;
  const minutes = pause.announcedMin ?? rules.pauseReminderMin[pause.kind];
  const lastedMs = (toTimeline(view.zero, clockNow(clock)) - pause.fromUs) / 1000;
  return lastedMs > minutes * minuteMs ? fault('hearing.resume-forgotten', { minutes }) : null;
}
