import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StampSmoother } from '../../../../renderer/capture/stamp-smoother.ts';

const bufferUs = 1024e6 / 48_000;

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
          const offUs = smoother.smooth(9e9 + at * bufferUs + jitterUs, bufferUs) - 9e9 - at * bufferUs;
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
      const offUs = Math.round(smoother.smooth(atUs, bufferUs) - atUs);
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
      expect(smoother.smooth(at * bufferUs + wildUs, bufferUs) - at * bufferUs).toBeCloseTo(0, 3);
    }
  });

  it('sets stamps of a beginning that read too early right once the later ones stand still', () => {
    const smoother = new StampSmoother();
    const early: { stampUs: number; lagUs: number; trueUs: number }[] = [];
    for (let at = 0; at < 20; at += 1) {
      const trueUs = 9e9 + at * bufferUs;
      const stampUs = smoother.smooth(at < 4 ? trueUs - 45_000 : trueUs, bufferUs);
      early.push({ stampUs, lagUs: smoother.lagUs, trueUs });
    }
    expect(Math.abs(early[0]!.stampUs - early[0]!.trueUs)).toBeGreaterThan(40_000);
    for (const { stampUs, lagUs, trueUs } of early)
      expect(Math.abs(smoother.again(stampUs, lagUs) - trueUs)).toBeLessThan(1);
  });

  it('does not follow stamps that run away faster than a clock may while a stream is young, nor hold back a slow clock', () => {
    const tenMs = 10_000;
    for (const [fastPpm, wandersMs] of [
      [0, 30],
      [1000, 0],
    ] as const) {
      const smoother = new StampSmoother();
      let worstUs = 0;
      for (let at = 0; at < 3000; at += 1) {
        const trueUs = 9e9 + at * tenMs * (1 - fastPpm / 1e6);
        const atS = at / 100;
        // Away from 0.6 s to 3.6 s, back until 9.6 s.
        const awayUs = -1000 * wandersMs * Math.max(0, Math.min(1, (atS - 0.6) / 3, (9.6 - atS) / 6));
        worstUs = Math.max(worstUs, Math.abs(smoother.smooth(trueUs + awayUs, tenMs) - trueUs));
      }
      expect(worstUs).toBeLessThan(12_000);
    }
  });
});
