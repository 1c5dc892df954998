import { useEffect, useState } from 'react';
import type { Words } from './words.tsx';

const timeZone = 'Asia/Almaty';
/** Kazakhstan keeps one offset all year round since March 2024. */
const offsetMs = 5 * 3_600_000;

const hoursAndMinutes = { timeZone, hour12: false, hour: '2-digit', minute: '2-digit' } as const;
/** Made once: a format takes tens of kilobytes outside the script's heap, and the strip shows the time twice a second. */
const clockFormat = new Intl.DateTimeFormat('en-GB', hoursAndMinutes);
const clockFormatWithSeconds = new Intl.DateTimeFormat('en-GB', { ...hoursAndMinutes, second: '2-digit' });
const dateFormat = new Intl.DateTimeFormat('ru-RU', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' });

/** "14:32", or "14:32:07" with seconds, as the wall clock of Kazakhstan shows. */
export function clockTime(wallMs: number, withSeconds = false): string {
  return (withSeconds ? clockFormatWithSeconds : clockFormat).format(wallMs);
}

/** "Monday, 23 November" in the window's language; our own words, because Chromium is built without Kazakh ones. */
export function longDate(wallMs: number, { t, tt }: Pick<Words, 't' | 'tt'>): string {
  const there = new Date(wallMs + offsetMs);
  return t('dates.long', {
    weekday: tt(`dates.weekday.${there.getUTCDay()}`),
    day: there.getUTCDate(),
    month: tt(`dates.month.${there.getUTCMonth() + 1}`),
  });
}

/** "23.11.2026" in every language. */
export function shortDate(wallMs: number): string {
  return dateFormat.format(wallMs);
}

/** "00:41:07" from milliseconds; never negative, hours grow past 99. */
export function spanOfTime(spanMs: number): string {
  const total = Math.max(0, Math.floor(spanMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}

const dayMs = 86_400_000;

/** Unix ms of the midnight that began the day in Kazakhstan, and of the next one. */
export function dayAround(wallMs: number): Readonly<{ fromMs: number; toMs: number }> {
  const fromMs = Math.floor((wallMs + offsetMs) / dayMs) * dayMs - offsetMs;
  return { fromMs, toMs: fromMs + dayMs };
}

/** The wall clock, looked at often enough that the minute never lags by a second. */
export function useWallClock(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
