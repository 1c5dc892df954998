const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Two mornings are farther apart than this on any clock that only goes on. */
const apartMs = 12 * 60 * minuteMs;

/** When the hall checks itself in the morning, by the clock of this PC. */
export type MorningTime = Readonly<{
  /** `07:30` */
  at: string;
  /** So long after that it may still be made, where the service started late or the hall was not free. */
  withinMin: number;
}>;

/** Unix ms of this time of the day on which `nowMs` lies. */
export function momentOfDay(nowMs: number, at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return new Date(nowMs).setHours(hours, minutes, 0, 0);
}

function isSameDay(oneMs: number, otherMs: number): boolean {
  return new Date(oneMs).toDateString() === new Date(otherMs).toDateString();
}

/**
 * Whether the morning's check is to be made now: once a day, from its time on and not long after. `lastMs`: when the newest
 * one that is kept was made, null for none. `sinceOwnMs`: how long ago this service began its last one, by a clock that
 * nobody sets, null for none.
 */
export function isMorningCheckDue(
  now: Readonly<{ nowMs: number; lastMs: number | null; sinceOwnMs: number | null }>,
  { at, withinMin }: MorningTime,
): boolean {
  const { nowMs, lastMs, sinceOwnMs } = now;
  // A clock that is set back past the time, or forward to tomorrow, makes no second morning.
  if (sinceOwnMs !== null && sinceOwnMs < apartMs) return false;
  const dueMs = momentOfDay(nowMs, at);
  if (nowMs < dueMs || nowMs >= dueMs + withinMin * minuteMs) return false;
  if (lastMs === null) return true;
  if (isSameDay(lastMs, nowMs)) return false;
  // One of "tomorrow" was made before the clock was set back by hours; one of next year by a clock that was wrong then.
  return lastMs < nowMs || lastMs - nowMs > dayMs;
}

/**
 * The hearing that begins soon and was not checked; null for none. Only a check that will still be good when it begins
 * counts. From `startReminderMin` after its time on another reminder speaks.
 */
export function uncheckedSoon<
  Hearing extends Readonly<{ plannedAtMs: number; checkedAtMs: number | null; isWaiting: boolean }>,
>(
  hearings: readonly Hearing[],
  nowMs: number,
  rules: Readonly<{ checkReminderMin: number; checkValidMin: number; startReminderMin: number }>,
): Hearing | null {
  const soon = hearings
    .filter(({ isWaiting }) => isWaiting)
    .filter(({ plannedAtMs }) => nowMs >= plannedAtMs - rules.checkReminderMin * minuteMs)
    .filter(({ plannedAtMs }) => nowMs <= plannedAtMs + rules.startReminderMin * minuteMs)
    .filter(
      ({ plannedAtMs, checkedAtMs }) =>
        checkedAtMs === null || Math.max(nowMs, plannedAtMs) - checkedAtMs > rules.checkValidMin * minuteMs,
    );
  return soon.toSorted((one, other) => one.plannedAtMs - other.plannedAtMs)[0] ?? null;
}
