import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sweepMemory, sweepSoon } from '../../../../renderer/capture/sweep-memory.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('cameras that are closed together have their memory swept once, and the next closing has a sweep of its own', () => {
  const gc = vi.fn();
  vi.stubGlobal('gc', gc);
  sweepSoon();
  sweepSoon();
  expect(gc).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(gc).toHaveBeenCalledTimes(1);
  sweepSoon();
  vi.advanceTimersByTime(1000);
  expect(gc).toHaveBeenCalledTimes(2);
});

test('who needs the sweep sooner has it sooner, and it is one for both', () => {
  const gc = vi.fn();
  vi.stubGlobal('gc', gc);
  sweepSoon(1000);
  sweepSoon();
  vi.advanceTimersByTime(100);
  expect(gc).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2000);
  expect(gc).toHaveBeenCalledTimes(1);
});

test('a page without a sweep to ask for goes on', () => {
  vi.stubGlobal('gc', undefined);
  sweepSoon();
  expect(vi.getTimerCount()).toBe(0);
});

test('every minute a page is swept whole, to the last where it paints', () => {
  const gc = vi.fn();
  vi.stubGlobal('gc', gc);
  sweepMemory({ isPainted: false });
  vi.advanceTimersByTime(60_000);
  // Even an undefined argument would make it a small sweep.
  expect(gc.mock.calls).toEqual([[]]);
  sweepMemory({ isPainted: true });
  vi.advanceTimersByTime(60_000);
  expect(gc.mock.calls).toEqual([[], [], [{ type: 'major', execution: 'async', flavor: 'last-resort' }]]);
});
