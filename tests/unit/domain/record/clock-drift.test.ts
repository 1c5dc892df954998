import { expect, test } from 'vitest';
import { ClockDrift } from '#domain/record/clock-drift.ts';
import { dice } from '../../../stage/dice.ts';

const chunkUs = 240_000;

/**
 * Chunks of a device that is `fastPpm` fast, with stamps that jitter by ±2 ms; `holeAt` loses a second before that chunk,
 * and the first `untrueS` are stamped up to 45 ms early.
 */
function heard(fastPpm: number, lengthS: number, holeAt = -1, untrueS = 0): ClockDrift {
  const random = dice(7);
  const drift = new ClockDrift();
  let trueUs = 5_000_000;
  for (let chunk = 0; chunk * chunkUs < lengthS * 1e6; chunk += 1) {
    if (chunk === holeAt) trueUs += 1_000_000;
    const earlyUs = Math.max(0, untrueS * 1e6 - chunk * chunkUs) * (0.045 / Math.max(1, untrueS));
    drift.add(Math.round(trueUs - earlyUs + (random() - 0.5) * 4000), chunkUs);
    trueUs += chunkUs / (1 + fastPpm / 1e6);
  }
  return drift;
}

test.each([1000, 100, 0, -250])(
  'a clock that is %i millionths fast is measured as that over ten minutes',
  (fastPpm) => {
    const measured = heard(fastPpm, 600).measured();
    expect(measured?.measuredMs).toBe(589_920);
    expect(Math.abs((measured?.fastPpm ?? 9999) - fastPpm)).toBeLessThanOrEqual(3);
  },
);

test('missing sound is no clock: each stretch is measured by itself', () => {
  const measured = heard(100, 600, 1250).measured();
  expect(Math.abs((measured?.fastPpm ?? 9999) - 100)).toBeLessThanOrEqual(5);
});

test('the first seconds, in which stamps come right, are left out', () => {
  const measured = heard(100, 120, -1, 8).measured();
  expect(Math.abs((measured?.fastPpm ?? 9999) - 100)).toBeLessThanOrEqual(10);
});

test('of little sound nothing is said', () => {
  expect(heard(1000, 20).measured()).toBeNull();
  expect(new ClockDrift().measured()).toBeNull();
});
