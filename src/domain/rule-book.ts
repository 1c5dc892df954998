import type { CalendarRules, Term } from './calendar/working-calendar.ts';
import type { MorningTime } from './check/check-schedule.ts';
import type { Proceedings } from './hearing/card.ts';
import type { PauseKind } from './hearing/phases.ts';

/** What the law or the court may re-issue without a new program; `resources/rule-book.json`. */
export type RuleBook = Readonly<{
  /** How long a passed check is good for opening a hearing, minutes. */
  checkValidMin: number;
  /** When the hall checks itself in the morning (`HH:MM` by the clock of this PC), and how long after that it still may. */
  morningCheck: MorningTime;
  /** So long before its time a hearing that was not checked is a warning. */
  checkReminderMin: number;
  /** Length of the test recording, seconds. */
  checkLengthS: number;
  /** P19: a break for technical reasons is recorded unless the court says otherwise. */
  recordTechnicalBreak: boolean;
  recordBreak: boolean;
  /** P38: what the path to another hall must carry, each way; where that stands, and how its unit is read. */
  leastBandwidth: Readonly<{ kbps: number; source: string; reading: string }>;
  /** P12, P20: how long a request and a reply may take. */
  terms: Readonly<{ request: Term; reply: Term }>;
  workingCalendar: CalendarRules;
  /** So long after its time a hearing that was not opened is an alarm. */
  startReminderMin: number;
  /** So long a pause in which nothing is recorded may last, when nobody announced how long, before it is an alarm. */
  pauseReminderMin: Readonly<Record<PauseKind, number>>;
  /** Keys of the marks that are offered, by kind of proceedings; words under `marks.<template>`. */
  markTemplates: Readonly<Record<Proceedings, readonly string[]>>;
}>;
