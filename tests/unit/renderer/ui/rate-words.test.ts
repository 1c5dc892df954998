import { expect, test } from 'vitest';
import { megabits } from '../../../../renderer/ui/rate-words.ts';

test('a rate is cut to hundredths, so that what is too little never reads as enough', () => {
  expect(megabits(999, 'ru')).toBe('0,99');
  expect(megabits(1000, 'ru')).toBe('1');
  expect(megabits(1087, 'kk')).toBe('1,08');
  expect(megabits(6500, 'en')).toBe('6.5');
});
