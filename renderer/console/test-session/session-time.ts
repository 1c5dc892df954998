import { minutesOfDay } from '../today/card-draft.ts';

/** What was typed as a day ("03.12.2026") and a time ("10:00"), in Unix ms by this PC's clock; null for what is neither. */
export function sessionTimeMs(day: string, time: string): number | null {
  const [, date, month, year] = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(day) ?? [];
  const minutes = minutesOfDay(time);
  if (date === undefined || month === undefined || year === undefined || minutes === null) return null;
  const made = new Date(Number(year), Number(month) - 1, Number(date));
  // 31.02 would become a day of March.
  const isReal = made.getMonth() === Number(month) - 1 && made.getDate() === Number(date);
  return isReal ? made.getTime() + minutes * 60_000 : null;
}

/** The day as it is typed. */
export function typedDay(wallMs: number): string {
  const date = new Date(wallMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getDate())}.${two(date.getMonth() + 1)}.${String(date.getFullYear())}`;
}
