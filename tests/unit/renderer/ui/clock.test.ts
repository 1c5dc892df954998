import { expect, test } from 'vitest';
import { clockTime, dayAround, longDate, shortDate, spanOfTime } from '../../../../renderer/ui/clock.ts';
import { phrase, type Language } from '../../../../renderer/ui/words.tsx';

const late = Date.UTC(2026, 10, 22, 20, 5, 9);
const words = (language: Language) => ({
  t: (key: string, args?: Record<string, string | number>) => phrase(language, key, args),
  tt: (key: string) => phrase(language, key),
});

test('shows the wall clock of Kazakhstan, of which the day has already begun', () => {
  expect(clockTime(late)).toBe('01:05');
  expect(clockTime(late, true)).toBe('01:05:09');
  expect(shortDate(late)).toBe('23.11.2026');
});
test('says midnight as 00, not 24', () => {
  expect(clockTime(Date.UTC(2026, 10, 22, 19, 0))).toBe('00:00');
});
test('writes the long date in each language, Kazakh too', () => {
  expect(longDate(late, words('en'))).toBe('Monday, 23 November');
  expect(longDate(late, words('kk'))).toMatch(/^23 /);
  expect(new Set((['kk', 'ru', 'en'] as const).map((language) => longDate(late, words(language)))).size).toBe(3);
});
test('finds the day that a moment belongs to', () => {
  const { fromMs, toMs } = dayAround(late);
  expect(new Date(fromMs).toISOString()).toBe('2026-11-22T19:00:00.000Z');
  expect(toMs - fromMs).toBe(86_400_000);
});
test('writes a span of time, never below zero', () => {
  expect(spanOfTime(2_467_900)).toBe('00:41:07');
  expect(spanOfTime(-5)).toBe('00:00:00');
});
