import { expect, test } from 'vitest';
import { readTime, tickStepUs, timeText } from '../../../../../renderer/console/hearing/time-text.ts';

test('writes hours, minutes and seconds', () => {
  expect(timeText(0)).toBe('0:00:00');
  expect(timeText(3_723_900_000)).toBe('1:02:03');
  expect(timeText(3_723_900_000, true)).toBe('1:02:03.9');
  expect(timeText(-5)).toBe('0:00:00');
});
test('reads what it writes and what people type', () => {
  expect(readTime('1:02:03.9')).toBe(3_723_900_000);
  expect(readTime('2:03')).toBe(123_000_000);
  expect(readTime('90')).toBe(90_000_000);
  expect(readTime('12,5')).toBe(12_500_000);
});
test('refuses what is no time', () => {
  for (const text of ['', 'abc', '1:2:3:4', '1:61:00', '2:75', '-3']) expect(readTime(text)).toBeNull();
});
test('puts no more ticks on the ruler than fit', () => {
  expect(tickStepUs(60_000_000, 12)).toBe(5_000_000);
  expect(tickStepUs(3 * 3_600_000_000, 12)).toBe(900_000_000);
});
