import { describe, expect, it } from 'vitest';
import { HallClock } from '#line/hall-clock.ts';
import { CaptureTime, SourceClock } from '../../../../renderer/capture/source-clock.ts';

const lateUs = [30_000, 400, 9_000, 700, 12_000, 300, 2_000];

function watch(source: SourceClock, frames: number, stampOfUs: (captureUs: number) => number): void {
  for (let at = 0; at < frames; at += 1) {
    const captureUs = at * 40_000;
    source.observe(stampOfUs(captureUs), captureUs + (lateUs[at % lateUs.length] ?? 0));
  }
}

describe('the source clock', () => {
  it("takes the least delay for the device's own, however late the first frames came", () => {
    const source = new SourceClock();
    watch(source, 10, (captureUs) => captureUs + 5_000_000);
    expect(source.isSettled).toBe(true);
    expect(source.toLocalUs(5_400_000)).toBe(400_300);
  });

  it('is not settled by the first few frames', () => {
    const source = new SourceClock();
    watch(source, 3, (captureUs) => captureUs);
    expect(source.isSettled).toBe(false);
  });

  it('follows a device whose clock drifts without a jump', () => {
    const source = new SourceClock();
    let lastErrorUs = 0;
    for (let at = 0; at < 3000; at += 1) {
      const captureUs = at * 40_000;
      const stampUs = captureUs * (1 - 0.0003);
      source.observe(stampUs, captureUs + (lateUs[at % lateUs.length] ?? 0));
      const errorUs = source.toLocalUs(stampUs) - captureUs;
      if (at > 20) expect(Math.abs(errorUs - lastErrorUs)).toBeLessThan(1_000);
      lastErrorUs = errorUs;
    }
    expect(Math.abs(lastErrorUs)).toBeLessThan(5_000);
  });
});

describe('capture time', () => {
  const hall = new HallClock();
  hall.learn([{ sentUs: 0, receivedUs: 0, hallUs: 7_000_000 }]);

  it("is the stamp itself where stamps are of the hall's clock", () => {
    const source = new SourceClock();
    watch(source, 20, (captureUs) => captureUs + 7_000_000);
    expect(new CaptureTime(source, hall).toHallUs(7_123_456)).toBe(7_123_456);
  });

  it("is known for the first frame of a device whose stamps are of the hall's clock, and else once arrivals are seen", () => {
    const first = new SourceClock();
    watch(first, 1, (captureUs) => captureUs + 7_000_000);
    expect(new CaptureTime(first, hall).isKnownFor(7_040_000)).toBe(true);
    const foreign = new SourceClock();
    watch(foreign, 1, (captureUs) => captureUs);
    expect(new CaptureTime(foreign, hall).isKnownFor(40_000)).toBe(false);
    watch(foreign, 20, (captureUs) => captureUs);
    expect(new CaptureTime(foreign, hall).isKnownFor(40_000)).toBe(true);
  });

  it('is not known before the clocks of worker and hall agree', () => {
    const source = new SourceClock();
    watch(source, 20, (captureUs) => captureUs + 7_000_000);
    expect(new CaptureTime(source, new HallClock()).isKnownFor(7_123_456)).toBe(false);
  });

  it('is reckoned from the arrival where stamps count from anywhere else', () => {
    const source = new SourceClock();
    watch(source, 20, (captureUs) => captureUs);
    expect(new CaptureTime(source, hall).toHallUs(123_456)).toBeCloseTo(7_123_756, 0);
  });
});
