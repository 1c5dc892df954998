import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRepeats } from '../../../../src/hall/peers/repeats.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a thing is told at once, then once a minute with how often it came, then at once again', () => {
  const told: [string, number][] = [];
  const repeats = createRepeats<string>((thing, times) => told.push([thing, times]));
  for (let times = 0; times < 10_000; times += 1) repeats.note('flood', `word ${String(times)}`);
  repeats.note('other', 'word');
  expect(told).toEqual([
    ['word 0', 1],
    ['word', 1],
  ]);
  vi.advanceTimersByTime(60_000);
  expect(told.at(-1)).toEqual(['word 9999', 9999]);
  vi.advanceTimersByTime(60_000);
  repeats.note('flood', 'again');
  expect(told.slice(3)).toEqual([['again', 1]]);
  repeats.note('flood', 'last');
  repeats.close();
  expect(told.slice(4)).toEqual([['last', 1]]);
});

test('kinds without end are told as one', () => {
  let tellings = 0;
  const repeats = createRepeats<number>(() => (tellings += 1));
  for (let kind = 0; kind < 5000; kind += 1) repeats.note(`address ${String(kind)}`, kind);
  expect(tellings).toBeLessThanOrEqual(201);
  repeats.close();
});
