import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sweepSoon } from '../../../../renderer/capture/sweep-memory.ts';

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
