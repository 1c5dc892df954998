import type { AtUs } from './timeline.ts';

/** By how many millionths a device's clock runs fast (slow below zero) against the hall's, and over how much sound that was measured. */
export type MeasuredClock = Readonly<{ fastPpm: number; measuredMs: number }>;

/** A wider step between two chunks is sound that is missing or a stamp set right, and no clock. */
const stepUs = 10_000;
/** Stamps are true to about a millisecond, so less than this would tell their jitter. */
const leastUs = 30_000_000;
/** The stamps of a device that was opened just now come right only over some seconds (45 ms in eight, measured). */
const untrueUs = 10_000_000;

/**
 * Measures a device's clock: how the capture times of its chunks run away from the time that its samples count. A line is
 * laid through each stretch without a hole, all with one slope.
 */
export class ClockDrift {
  #countedUs = 0;
  #lastLagUs: number | null = null;
  #stretchFromUs = 0;
  #stretch = emptySums();
  /** Σ(x−x̄)² and Σ(x−x̄)(y−ȳ) of the stretches before. */
  #spread = 0;
  #product = 0;
  #measuredUs = 0;

  /** One chunk in order: the capture time of its first sample, and how long its samples last by the device's count. */
  add(firstAtUs: AtUs, durationUs: number): void {
    if (this.#countedUs < untrueUs) {
      this.#countedUs += durationUs;
      this.#stretchFromUs = this.#countedUs;
      return;
    }
    const lagUs = firstAtUs - this.#countedUs;
    if (this.#lastLagUs !== null && Math.abs(lagUs - this.#lastLagUs) > stepUs) this.#endStretch();
    this.#lastLagUs = lagUs;
    this.#stretch = withPoint(this.#stretch, this.#countedUs, lagUs);
    this.#countedUs += durationUs;
  }

  /** Null while there is too little to tell. */
  measured(): MeasuredClock | null {
    const measuredUs = this.#measuredUs + this.#countedUs - this.#stretchFromUs;
    const spread = this.#spread + this.#stretch.spread;
    if (measuredUs < leastUs || spread === 0) return null;
    const slope = (this.#product + this.#stretch.product) / spread;
    return { fastPpm: Math.round(-slope * 1e6), measuredMs: Math.round(measuredUs / 1000) };
  }

  #endStretch(): void {
    this.#spread += this.#stretch.spread;
    this.#product += this.#stretch.product;
    this.#measuredUs += this.#countedUs - this.#stretchFromUs;
    this.#stretch = emptySums();
    this.#stretchFromUs = this.#countedUs;
  }
}

type Sums = Readonly<{ count: number; meanX: number; meanY: number; spread: number; product: number }>;

function emptySums(): Sums {
  return { count: 0, meanX: 0, meanY: 0, spread: 0, product: 0 };
}

/** Welford's way, so that hours of µs lose no digits. */
function withPoint(sums: Sums, x: number, y: number): Sums {
  const count = sums.count + 1;
  const awayX = x - sums.meanX;
  const meanX = sums.meanX + awayX / count;
  const meanY = sums.meanY + (y - sums.meanY) / count;
  return {
    ...{ count, meanX, meanY },
    spread: sums.spread + awayX * (x - meanX),
    product: sums.product + awayX * (y - meanY),
  };
}
