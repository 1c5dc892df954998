import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherTellings } from '../../../../src/hall/actions/gather-tellings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function set() {
  const told = { times: 0 };
  return { told, tell: gatherTellings(() => void (told.times += 1)) };
}

test('what changes within a few milliseconds is told once, and what changes later once more', () => {
  const { told, tell } = set();
  tell();
  vi.advanceTimersByTime(10);
  tell();
  expect(told.times).toBe(0);
  vi.advanceTimersByTime(10);
  expect(told.times).toBe(1);
  tell();
  vi.advanceTimersByTime(20);
  expect(told.times).toBe(2);
});

test('what a person waits for is told after this turn, once for all of it, and takes along what was being gathered', () => {
  const { told, tell } = set();
  tell();
  tell('at-once');
  tell('at-once');
  tell();
  expect(told.times).toBe(0);
  vi.advanceTimersByTime(0);
  expect(told.times).toBe(1);
  vi.advanceTimersByTime(100);
  expect(told.times).toBe(1);
});
