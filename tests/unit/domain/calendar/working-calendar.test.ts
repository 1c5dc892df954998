import path from 'node:path';
import { expect, test } from 'vitest';
import { civilDay, civilDayOf, daysAfter, type CivilDay } from '#domain/calendar/civil-day.ts';
import { endOfTerm, isWorkingDay, workingYear } from '#domain/calendar/working-calendar.ts';
import { readRuleBook } from '../../../../src/hall/setup/index.ts';

const rules = readRuleBook(path.resolve('resources/rule-book.json'));
const { workingCalendar: calendar, terms } = rules;
const on = (text: string): CivilDay => civilDay(text)!;
const daysOff = (year: number): readonly string[] => workingYear(calendar, year).daysOff.map(({ day }) => day.slice(5));

test('days are those of Kazakhstan, and what is no day is none', () => {
  expect(civilDayOf(Date.UTC(2026, 11, 3, 19, 0))).toBe('2026-12-04');
  expect(civilDayOf(Date.UTC(2026, 11, 3, 18, 59))).toBe('2026-12-03');
  for (const text of ['2026-02-29', '2026-04-31', '26-01-01', 'tomorrow', '']) expect(civilDay(text)).toBeNull();
  expect(daysAfter(on('2028-02-28'), 1)).toBe('2028-02-29');
});

test('2026 has the days off of the official list, 246 working days and 119 days off', () => {
  expect(daysOff(2026)).toEqual([
    ...['01-01', '01-02', '01-07', '03-09', '03-23', '03-24', '03-25', '05-01', '05-07', '05-11', '05-27'],
    ...['07-06', '08-31', '10-26', '12-16'],
  ]);
  const days = Array.from({ length: 365 }, (_, at) => daysAfter(on('2026-01-01'), at));
  expect(days.filter((day) => isWorkingDay(calendar, day))).toHaveLength(246);
  expect(workingYear(calendar, 2026).confirmedBy).not.toBeNull();
});

test('2025 has the days off that were kept: three days of Nauryz of which two fell on a weekend, and Kurban Ait on 6 June', () => {
  expect(daysOff(2025)).toEqual([
    ...['01-01', '01-02', '01-07', '03-10', '03-21', '03-24', '03-25', '05-01', '05-07', '05-09', '06-06'],
    ...['07-07', '09-01', '10-27', '12-16'],
  ]);
});

test('2027 is computed and not confirmed: Kurban Ait on a Sunday gives no other day off', () => {
  const year = workingYear(calendar, 2027);
  expect(year.confirmedBy).toBeNull();
  expect(year.daysOff.map(({ day }) => day)).toContain('2027-01-04');
  expect(year.daysOff.filter(({ why }) => why === 'kurban-ait')).toEqual([]);
  expect(isWorkingDay(calendar, on('2027-05-17'))).toBe(true);
});

test('P12: a request is sent within three working days after the resolution, and the day itself does not count', () => {
  const sendBy = (day: string): string => endOfTerm(calendar, on(day), terms.request).lastDay;
  expect(terms.request.workingDays).toBe(3);
  expect(sendBy('2026-11-30')).toBe('2026-12-03');
  // From a Thursday over the weekend; from a Saturday; over the four days of Nauryz.
  expect(sendBy('2026-12-03')).toBe('2026-12-08');
  expect(sendBy('2026-12-05')).toBe('2026-12-09');
  expect(sendBy('2026-03-19')).toBe('2026-03-27');
});

test('P20: a reply is sent by the next working day', () => {
  expect(endOfTerm(calendar, on('2026-12-15'), terms.reply).lastDay).toBe('2026-12-17');
});

test('a term that runs into a year that nobody confirmed says so', () => {
  expect(endOfTerm(calendar, on('2026-12-28'), terms.request)).toMatchObject({
    lastDay: '2026-12-31',
    isConfirmed: true,
  });
  expect(endOfTerm(calendar, on('2026-12-30'), terms.request)).toMatchObject({
    lastDay: '2027-01-06',
    isConfirmed: false,
  });
});

test('what is decreed goes before what the law says', () => {
  const years = {
    '2026': { confirmedBy: 'decree', daysOff: [on('2026-12-17')], worked: [on('2026-12-19'), on('2026-12-16')] },
  };
  const changed = { ...calendar, years };
  expect(isWorkingDay(changed, on('2026-12-16'))).toBe(true);
  expect(isWorkingDay(changed, on('2026-12-17'))).toBe(false);
  expect(isWorkingDay(changed, on('2026-12-19'))).toBe(true);
  expect(workingYear(changed, 2026).daysOff.at(-1)).toEqual({ day: '2026-12-17', why: 'decree', movedFrom: null });
});
