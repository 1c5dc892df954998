import { civilDay, daysAfter, weekdayOf, type CivilDay } from './civil-day.ts';

/**
 * A holiday of the law «О праздниках». On a weekend a national or state one makes the next working day a day off (Labour Code, art. 85);
 * the two religious ones, which are days off but no holidays of the state, do not.
 */
export type Holiday =
  | Readonly<{ key: string; month: number; day: number; isMoved: boolean }>
  /** The first day of Kurban Ait, 10 Dhu al-Hijja. The muftiate names it and may be a day off from the computed one. */
  | Readonly<{ key: string; isKurbanAit: true }>;

/** A working day by the week that is a day off. `why`: the holiday's key or `decree`; `movedFrom`: the day on a weekend for which it is given. */
export type DayOff = Readonly<{ day: CivilDay; why: string; movedFrom: CivilDay | null }>;

/** The days from Monday to Friday on which nobody works by the law alone, in their order. */
export function daysOffByLaw(holidays: readonly Holiday[], year: number): readonly DayOff[] {
  const dated = holidays
    .flatMap((holiday) => {
      const day = 'isKurbanAit' in holiday ? kurbanAit(year) : dayOf(year, holiday.month, holiday.day);
      return day === null ? [] : [{ day, why: holiday.key, isMoved: 'isMoved' in holiday && holiday.isMoved }];
    })
    .sort((one, other) => one.day.localeCompare(other.day));
  const off: DayOff[] = dated
    .filter(({ day }) => !isWeekend(day))
    .map(({ day, why }) => ({ day, why, movedFrom: null }));
  for (const { day, why } of dated.filter(({ day: each, isMoved }) => isMoved && isWeekend(each))) {
    let next = daysAfter(day, 1);
    while (isWeekend(next) || off.some((each) => each.day === next)) next = daysAfter(next, 1);
    off.push({ day: next, why, movedFrom: day });
  }
  return off.sort((one, other) => one.day.localeCompare(other.day));
}

function isWeekend(day: CivilDay): boolean {
  return weekdayOf(day) === 0 || weekdayOf(day) === 6;
}

function dayOf(year: number, month: number, day: number): CivilDay | null {
  return civilDay(`${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
}

const umAlQura = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});

function kurbanAit(year: number): CivilDay | null {
  for (let day = dayOf(year, 1, 1); day?.startsWith(String(year)) === true; day = daysAfter(day, 1)) {
    const parts = umAlQura.formatToParts(Date.parse(`${day}T12:00:00Z`));
    const valueOf = (type: 'month' | 'day'): string | undefined => parts.find((part) => part.type === type)?.value;
    if (valueOf('month') === '12' && valueOf('day') === '10') return day;
  }
  return null;
}
