import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRepeats } from '../../../../src/hall/plumbing/repeats.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a thing is told at once, then once a minute with how often it came, then at once again', () => {
  const told: [string, number][] = [];
  const repeats = createRepeats<string>((thing, times) => told.push([thing, times]));
  for (let times = 0; times < 10_000; times += 1) repeats.note('flood', 'him', `word ${String(times)}`);
  repeats.note('other', 'him', 'word');
  expect(told).toEqual([
    ['word 0', 1],
    ['word', 1],
  ]);
  vi.advanceTimersByTime(60_000);
  expect(told.at(-1)).toEqual(['word 9999', 9999]);
  vi.advanceTimersByTime(60_000);
  repeats.note('flood', 'him', 'again');
  expect(told.slice(3)).toEqual([['again', 1]]);
  repeats.note('flood', 'him', 'last');
  repeats.close();
  expect(told.slice(4)).toEqual([['last', 1]]);
});

test('of very many who do the same the first are told one by one and the others as one, beside all else', () => {
  const told: string[] = [];
  const repeats = createRepeats<string>((thing, times) => told.push(`${thing} ${String(times)}`));
  for (let who = 0; who < 5000; who += 1) repeats.note('flood', `address ${String(who)}`, `flood of ${String(who)}`);
  expect(told).toHaveLength(51);
  repeats.note('lie', 'address 1', 'lie of 1');
  expect(told.at(-1)).toBe('lie of 1 1');
  vi.advanceTimersByTime(60_000);
  expect(told.at(-1)).toBe('flood of 4999 4949');
  repeats.close();
});
