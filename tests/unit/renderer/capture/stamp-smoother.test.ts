import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StampSmoother } from '../../../../renderer/capture/stamp-smoother.ts';

const bufferUs = 1024e6 / 48_000;
/** A buffer comes so long after its last sample. */
const wayUs = 12_000;

describe('the stamp smoother', () => {
  it('takes out jitter of 20 ms to a few ms once a second has passed, and never steps by more', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const smoother = new StampSmoother();
        let random = seed;
        let lastOffUs = 0;
        for (let at = 0; at < 400; at += 1) {
          random = (random * 1103515245 + 12345) % 2 ** 31;
          const jitterUs = (random / 2 ** 31 - 0.5) * 40_000;
          const trueUs = 9e9 + at * bufferUs;
          const arrivedUs = trueUs + bufferUs + wayUs + Math.abs(jitterUs);
          const offUs = smoother.smooth(trueUs + jitterUs, bufferUs, arrivedUs) - trueUs;
          if (at > 50) expect(Math.abs(offUs)).toBeLessThan(10_000);
          if (at > 50) expect(Math.abs(offUs - lastOffUs)).toBeLessThan(6_000);
          lastOffUs = offUs;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('shows a hole at the second buffer behind it, and a long one at once', () => {
    const smoother = new StampSmoother();
    let atUs = 0;
    const next = (skippedUs = 0): number => {
      atUs += skippedUs;
      const offUs = Math.round(smoother.smooth(atUs, bufferUs, atUs + bufferUs + wayUs) - atUs);
      atUs += bufferUs;
      return offUs === 0 ? 0 : offUs;
    };
    for (let count = 0; count < 50; count += 1) expect(next()).toBe(0);
    expect(next(100_000)).toBe(-100_000);
    expect(next()).toBe(0);
    expect(next(2_000_000)).toBe(0);
    expect(next()).toBe(0);
  });

  it('is not misled by one stamp that is far off', () => {
    const smoother = new StampSmoother();
    for (let at = 0; at < 100; at += 1) {
      const wildUs = at === 50 ? 200_000 : 0;
      const stampUs = smoother.smooth(at * bufferUs + wildUs, bufferUs, (at + 1) * bufferUs + wayUs);
      expect(stampUs - at * bufferUs).toBeCloseTo(0, 3);
    }
  });

  it('sets stamps of a beginning that read too early right once the later ones stand still', () => {
    const smoother = new StampSmoother();
    const early: { stampUs: number; lagUs: number; trueUs: number }[] = [];
    for (let at = 0; at < 20; at += 1) {
      const trueUs = 9e9 + at * bufferUs;
      const stampUs = smoother.smooth(at < 4 ? trueUs - 45_000 : trueUs, bufferUs, trueUs + bufferUs + wayUs);
      early.push({ stampUs, lagUs: smoother.lagUs, trueUs });
    }
    expect(Math.abs(early[0]!.stampUs - early[0]!.trueUs)).toBeGreaterThan(40_000);
    for (const { stampUs, lagUs, trueUs } of early)
      expect(Math.abs(smoother.again(stampUs, lagUs) - trueUs)).toBeLessThan(1);
  });

  /** The worst error of a stream's first half minute, µs; buffers of 10 ms come up to 20 ms late. */
  function worstOff(
    stream: Readonly<{ fastPpm: number; awayMs(atS: number): number; lateMs(atS: number): number }>,
  ): number {
    const tenMs = 10_000;
    const smoother = new StampSmoother();
    let worstUs = 0;
    for (let at = 0; at < 3000; at += 1) {
      const trueUs = 9e9 + at * tenMs * (1 - stream.fastPpm / 1e6);
      const atS = at / 100;
      const arrivedUs = trueUs + tenMs + wayUs + ((at * 7919) % 20_000) + stream.lateMs(atS) * 1000;
      const offUs = smoother.smooth(trueUs + stream.awayMs(atS) * 1000, tenMs, arrivedUs) - trueUs;
      worstUs = Math.max(worstUs, Math.abs(offUs));
    }
    return worstUs;
  }
  const none = (): number => 0;

  it('does not follow stamps that run away while a stream is young and its buffers come as before', () => {
    // Away from 0.6 s to 3.6 s, back until 9.6 s.
    const away = (atS: number): number => -30 * Math.max(0, Math.min(1, (atS - 0.6) / 3, (9.6 - atS) / 6));
    expect(worstOff({ fastPpm: 0, awayMs: away, lateMs: none })).toBeLessThan(5000);
    // Nor further than a clock may be off where all of the first buffers came late.
    const late = (atS: number): number => (atS < 2 ? 25 : 0);
    expect(worstOff({ fastPpm: 0, awayMs: away, lateMs: late })).toBeLessThan(12_000);
  });

  it('follows a clock that is a thousandth off, and is not misled by buffers that come late', () => {
    expect(worstOff({ fastPpm: 1000, awayMs: none, lateMs: none })).toBeLessThan(2000);
    expect(worstOff({ fastPpm: -1000, awayMs: none, lateMs: none })).toBeLessThan(2000);
    const stalls = (atS: number): number => (atS > 4 && atS < 8 ? 300 : 0);
    expect(worstOff({ fastPpm: 0, awayMs: none, lateMs: stalls })).toBeLessThan(1);
  });
});
