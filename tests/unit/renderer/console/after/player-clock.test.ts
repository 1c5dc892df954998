import { describe, expect, test } from 'vitest';
import { clockAt, correctDrift, resetClock, restingClock } from '../../../../../renderer/console/after/player-clock.ts';

describe('clock', () => {
  const running = resetClock(restingClock, 1000, { atUs: 5_000_000, isRunning: true });
  test('a running clock moves with the page, a standing one does not', () => {
    expect(clockAt(running, 3500)).toBe(7_500_000);
    expect(clockAt(resetClock(running, 3500, { isRunning: false }), 9000)).toBe(7_500_000);
  });
  test('another speed counts from now on and not from the start', () => {
    const fast = resetClock(running, 2000, { speed: 2 });
    expect(clockAt(fast, 2000)).toBe(6_000_000);
    expect(clockAt(fast, 3000)).toBe(8_000_000);
  });
  test('a jump keeps the motion', () => {
    expect(clockAt(resetClock(running, 2000, { atUs: 60_000_000 }), 2500)).toBe(60_500_000);
  });
});

describe('correctDrift', () => {
  const at = (actualS: number, wasNudged = false, speed = 1) =>
    correctDrift({ wantedS: 10, actualS, speed, wasNudged });
  test('leaves an element alone within 80 ms', () => {
    expect(at(9.93)).toEqual({ kind: 'none', rate: 1 });
    expect(at(10.079)).toEqual({ kind: 'none', rate: 1 });
  });
  test('speeds up one that is behind and slows down one that is ahead', () => {
    expect(at(9.9).kind).toBe('rate');
    expect(at(9.9).rate).toBeGreaterThan(1);
    expect(at(10.1).rate).toBeLessThan(1);
  });
  test('goes on correcting until the element has settled, then gives the plain speed back', () => {
    expect(at(9.95, true).kind).toBe('rate');
    expect(at(9.99, true)).toEqual({ kind: 'none', rate: 1 });
  });
  test('sets one that is far off to its place', () => {
    expect(at(9)).toEqual({ kind: 'seek', rate: 1, toS: 10 });
    expect(at(11)).toEqual({ kind: 'seek', rate: 1, toS: 10 });
  });
  test('corrects around the chosen speed', () => {
    expect(at(9.9, false, 2).rate).toBeCloseTo(2.12);
    expect(at(10, false, 0.5).rate).toBe(0.5);
  });
});
