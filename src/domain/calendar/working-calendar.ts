import { daysAfter, weekdayOf, yearOf, type CivilDay } from './civil-day.ts';
import { daysOffByLaw, type DayOff, type Holiday } from './days-off.ts';

/** What the Government or a person changed in one year, and whether anybody held the year against an official list. */
export type YearChanges = Readonly<{
  /** Where it stands; a year without one is computed and not confirmed. */
  confirmedBy: string | null;
  /** Working days by the week that are days off all the same. */
  daysOff: readonly CivilDay[];
  /** Days off that are worked. */
  worked: readonly CivilDay[];
}>;

/** By which the law's working days are counted; part of the rule-book. */
export type CalendarRules = Readonly<{
  holidays: readonly Holiday[];
  years: Readonly<Record<string, YearChanges>>;
}>;

export type WorkingYear = Readonly<{
  year: number;
  /** Days of the week from Monday to Friday that are not worked, with why, in their order. */
  daysOff: readonly DayOff[];
  /** Saturdays, Sundays and holidays that are worked. */
  worked: readonly CivilDay[];
  confirmedBy: string | null;
}>;

const nothingChanged: YearChanges = { confirmedBy: null, daysOff: [], worked: [] };

/** Asked for day by day. */
const known = new WeakMap<CalendarRules, Map<number, WorkingYear>>();

/** One year as deadlines are counted by it; what is changed by decree goes before what the law says. */
export function workingYear(rules: CalendarRules, year: number): WorkingYear {
  const years = known.get(rules) ?? new Map<number, WorkingYear>();
  known.set(rules, years);
  const found = years.get(year) ?? makeYear(rules, year);
  years.set(year, found);
  return found;
}

function makeYear(rules: CalendarRules, year: number): WorkingYear {
  const { confirmedBy, daysOff, worked } = rules.years[String(year)] ?? nothingChanged;
  const byLaw = daysOffByLaw(rules.holidays, year).filter(({ day }) => !worked.includes(day));
  const byDecree = daysOff.filter((day) => byLaw.every((each) => each.day !== day));
  return {
    year,
    daysOff: [...byLaw, ...byDecree.map((day): DayOff => ({ day, why: 'decree', movedFrom: null }))].sort(
      (one, other) => one.day.localeCompare(other.day),
    ),
    worked,
    confirmedBy,
  };
}

/** Whether courts work on this day, five days a week. */
export function isWorkingDay(rules: CalendarRules, day: CivilDay): boolean {
  const { daysOff, worked } = workingYear(rules, yearOf(day));
  if (worked.includes(day)) return true;
  const isWeekend = weekdayOf(day) === 0 || weekdayOf(day) === 6;
  return !isWeekend && daysOff.every((each) => each.day !== day);
}

/** A time that the law gives, and where it stands. */
export type Term = Readonly<{ workingDays: number; source: string }>;

/** The last day of a term. `isConfirmed`: every year that it runs in was held against an official list. */
export type TermEnd = Readonly<{ lastDay: CivilDay; isConfirmed: boolean; term: Term }>;

/**
 * The last day of a term that begins with what happened on `day`. The day itself does not count, and a term in working days ends on one
 * (ГПК, art. 122; Rules, P12, P20).
 */
export function endOfTerm(rules: CalendarRules, day: CivilDay, term: Term): TermEnd {
  let lastDay = day;
  for (let left = term.workingDays; left > 0;) {
    lastDay = daysAfter(lastDay, 1);
    if (isWorkingDay(rules, lastDay)) left -= 1;
  }
  const years = new Set([yearOf(day), yearOf(lastDay)]);
  return { lastDay, term, isConfirmed: [...years].every((year) => workingYear(rules, year).confirmedBy !== null) };
}
