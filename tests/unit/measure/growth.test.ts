import { expect, test } from 'vitest';
import { moreByThirds } from '../../measure/record/trend.ts';

const everySixMinutes = (values: readonly number[]) => values.map((value, at) => ({ atH: at / 10, value }));

test('a handle more for a while is no growth, and one more each time is told as it is', () => {
  expect(moreByThirds(everySixMinutes([41, 41, 42, 41, 41, 42, 42, 41, 41, 41, 41, 42]))).toBe(0);
  expect(moreByThirds(everySixMinutes(Array.from({ length: 15 }, (_, at) => 41 + at)))).toBeCloseTo(10);
});
