import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { payAttention } from '../../../../src/hall/peers/attention.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an instant at which nobody looked is moved to one at which somebody did, on either side', () => {
  const over = new AbortController();
  let nowMs = 0;
  const attention = payAttention(over.signal, () => nowMs);
  const pass = (ms: number): void => {
    for (let passedMs = 0; passedMs < ms; passedMs += 10) {
      nowMs += 10;
      vi.advanceTimersByTime(10);
    }
  };
  const standStill = (ms: number): void => {
    nowMs += ms - 10;
    pass(10);
  };
  pass(100);
  standStill(210);
  pass(200);
  standStill(60);
  pass(200);

  expect([attention.seenFrom(100), attention.seenTo(100)]).toEqual([100, 100]);
  // From the look that did not come, at 110, to the one at 310, after which what waited is read.
  expect([attention.seenFrom(200), attention.seenTo(200)]).toEqual([320, 110]);
  expect([attention.seenFrom(315), attention.seenTo(315)]).toEqual([320, 110]);
  expect([attention.seenFrom(550), attention.seenTo(550)]).toEqual([580, 520]);
  // The system keeps what comes in 60 ms, so only the long time may have lost something.
  expect(attention.missedMs(0, 1000)).toBe(210);
  expect(attention.missedMs(0, 200)).toBe(90);
  expect(attention.missedMs(400, 1000)).toBe(0);
  over.abort();
});
