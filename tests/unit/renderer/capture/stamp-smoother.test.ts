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
          if (at > 50) expect(Math.abs(offUs)).toBeLessThan(12_000);
          if (at > 50) expect(Math.abs(offUs - lastOffUs)).toBeLessThan(12_000);
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

  it('sets stamps of a beginning that read too early or too late right once the later ones stand still', () => {
    for (const wrongUs of [-45_000, 45_000, 137_000]) {
      const smoother = new StampSmoother();
      const early: { stampUs: number; lagUs: number; trueUs: number }[] = [];
      for (let at = 0; at < 20; at += 1) {
        const trueUs = 9e9 + at * bufferUs;
        const stampUs = smoother.smooth(at < 4 ? trueUs + wrongUs : trueUs, bufferUs);
        early.push({ stampUs, lagUs: smoother.lagUs, trueUs });
      }
      expect(Math.abs(early[0]!.stampUs - early[0]!.trueUs)).toBeGreaterThan(40_000);
      for (const { stampUs, lagUs, trueUs } of early)
        expect(Math.abs(smoother.again(stampUs, lagUs) - trueUs)).toBeLessThan(1);
    }
  });

  it('leaves what was captured before a hole where it was', () => {
    const smoother = new StampSmoother();
    const before = smoother.smooth(9e9, bufferUs);
    const { lagUs } = smoother;
    for (let at = 1; at < 5; at += 1) smoother.smooth(9e9 + 100_000 + at * bufferUs, bufferUs);
    expect(smoother.again(before, lagUs)).toBe(before);
  });

  /** How far the smoothed stamps of a stream are off, by time in ms; `awayMs` what its own are. */
  const offsOf = (lastsMs: number, fastPpm: number, awayMs: (atMs: number) => number): [number, number][] => {
    const smoother = new StampSmoother();
    const offs: [number, number][] = [];
    for (let counted = 0; counted < lastsMs * 1000; counted += bufferUs) {
      const trueUs = 9e9 + counted * (1 - fastPpm / 1e6);
      const stampUs = trueUs + 1000 * awayMs(counted / 1000);
      offs.push([counted / 1000, (smoother.smooth(stampUs, bufferUs) - trueUs) / 1000]);
    }
    return offs;
  };
  const worstOf = (offs: [number, number][], fromMs: number, toMs = Infinity): number =>
    Math.max(...offs.filter(([atMs]) => atMs >= fromMs && atMs < toMs).map(([, off]) => Math.abs(off)));

  it("does not follow a young stream's stamps where they run away, nor a slow clock less for it", () => {
    // One of PulseAudio's streams as measured, in ms each 100 ms.
    const away = [
      ...[137, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14, -15, -14],
      ...[-14, -15, -16, -17, -18, -19, -20, -21, -21, -22, -23, -24, -25, -26, -26, -17, -18, -19, -19, -20, -21, -21],
      ...[-22, -23, -23, -24, -24, -25, -26, -9, -10, -10, -10, -11, -11, -12, -12, -13, -13, -14, -14, -14, -15, -15],
      ...[-6, -4, -4, -5, -5, -5, -5, -6, -6, -6, -6, -7, -7, -7, -8, -8, 0, 0, 0, -1, -1, -1, -1, -1, -1, -2, -2, 0],
    ];
    for (const [fastPpm, mostMs] of [
      [0, 2],
      [500, 6],
      [1000, 11],
    ] as const) {
      const offs = offsOf(30_000, fastPpm, (atMs) => away[Math.floor(atMs / 100)] ?? 0);
      expect(worstOf(offs, 600)).toBeLessThan(mostMs);
      expect(worstOf(offs, 15_000)).toBeLessThan(2);
      const calm = offsOf(30_000, fastPpm, () => 0);
      expect(worstOf(calm, 0)).toBeLessThan(2.5);
    }
  });

  it('comes back within three seconds where the first second of a stream was wrong', () => {
    const offs = offsOf(20_000, 0, (atMs) => (atMs < 1000 ? -20 : 0));
    expect(worstOf(offs, 0, 1000)).toBeGreaterThan(19);
    expect(worstOf(offs, 3000)).toBeLessThan(2);
  });
});
