const bucketUs = 1_000_000;

/**
 * How a device's clock runs against the machine's, by when its buffers come: the soonest of a second comes after one and the
 * same way, ±1 ms on a busy machine too (measured, 32 streams), while stamps of a young stream may run away by 30 ms.
 */
export class ArrivalDrift {
  #firstUs: number | null = null;
  #lastUs = Infinity;
  #presentUs = Infinity;
  #endsAtUs: number;

  /** Times are those that the caller counts; buffers before `fromUs` do not count. */
  constructor(fromUs: number) {
    this.#endsAtUs = fromUs + bucketUs;
  }

  /** By how much buffers come later after what was counted than in the first second, µs; null before that is over. */
  get driftUs(): number | null {
    return this.#firstUs === null ? null : Math.min(this.#lastUs, this.#presentUs) - this.#firstUs;
  }

  /** A buffer that ended at `countedUs` of the samples that were counted came at `arrivedUs` of any steady clock. */
  add(countedUs: number, arrivedUs: number): void {
    if (countedUs < this.#endsAtUs - bucketUs) return;
    if (countedUs >= this.#endsAtUs) {
      this.#firstUs ??= this.#presentUs;
      this.#lastUs = this.#presentUs;
      this.#presentUs = Infinity;
      this.#endsAtUs += bucketUs;
    }
    this.#presentUs = Math.min(this.#presentUs, arrivedUs - countedUs);
  }
}
