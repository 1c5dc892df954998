import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HallClock } from '#line/hall-clock.ts';

const sample = (sentUs: number, roundTripUs: number, hallUs: number) => ({
  sentUs,
  receivedUs: sentUs + roundTripUs,
  hallUs,
});

describe('the hall clock', () => {
  it('believes the ping with the shortest round trip and errs by half of it at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.array(fc.record({ thereUs: fc.nat(50_000), backUs: fc.nat(50_000) }), { minLength: 1, maxLength: 8 }),
        (offsetUs, ways) => {
          const clock = new HallClock();
          clock.learn(
            ways.map(({ thereUs, backUs }, at) => sample(at * 1e5, thereUs + backUs, at * 1e5 + thereUs + offsetUs)),
          );
          const shortestUs = Math.min(...ways.map(({ thereUs, backUs }) => thereUs + backUs));
          expect(Math.abs(clock.toHallUs(1e6) - (1e6 + offsetUs))).toBeLessThanOrEqual(shortestUs / 2 + 0.01);
        },
      ),
    );
  });

  it('knows no time before the first ping', () => {
    const clock = new HallClock();
    clock.learn([]);
    expect(clock.isSynced).toBe(false);
  });

  it('keeps what it knows when a worse ping says no more', () => {
    const clock = new HallClock();
    clock.learn([sample(0, 200, 1_000_100)]);
    clock.learn([sample(10_000_000, 8_000, 11_000_000 + 4_000 + 3_000)]);
    expect(clock.toHallUs(20_000_000)).toBeCloseTo(21_000_000, 3);
  });

  it('moves by half a millisecond a second at most, and steps only where the clocks were set', () => {
    const clock = new HallClock();
    clock.learn([sample(0, 0, 0)]);
    clock.toHallUs(0);
    clock.learn([sample(1_000_000, 0, 1_002_000)]);
    expect(clock.toHallUs(2_000_000)).toBeCloseTo(2_001_000, 3);
    expect(clock.toHallUs(3_000_000)).toBeCloseTo(3_001_500, 3);
    expect(clock.toHallUs(9_000_000)).toBeCloseTo(9_002_000, 3);
    clock.learn([sample(9_000_000, 0, 8_000_000)]);
    expect(clock.toHallUs(9_500_000)).toBeCloseTo(8_500_000, 3);
  });
});
