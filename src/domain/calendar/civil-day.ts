/** A day by the calendar of Kazakhstan, `YYYY-MM-DD`. */
export type CivilDay = string & { readonly __brand: 'CivilDay' };

/** Kazakhstan keeps one offset all year round since March 2024. */
const offsetMs = 5 * 3_600_000;
const dayMs = 86_400_000;
const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** The day that this text names; null where there is no such day. */
export function civilDay(text: string): CivilDay | null {
  const atMs = pattern.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Some engines read 31 April as 1 May.
  return !Number.isNaN(atMs) && dayAt(atMs) === text ? dayAt(atMs) : null;
}

/** The day in Kazakhstan at an instant, Unix ms UTC. */
export function civilDayOf(wallMs: number): CivilDay {
  return dayAt(wallMs + offsetMs);
}

/** So many days later; earlier where negative. */
export function daysAfter(day: CivilDay, days: number): CivilDay {
  return dayAt(utcMs(day) + days * dayMs);
}

/** 0 is Sunday, 6 Saturday. */
export function weekdayOf(day: CivilDay): number {
  return new Date(utcMs(day)).getUTCDay();
}

export function yearOf(day: CivilDay): number {
  return Number(day.slice(0, 4));
}

function utcMs(day: CivilDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayAt(utc: number): CivilDay {
  return new Date(utc).toISOString().slice(0, 10) as CivilDay;
}
