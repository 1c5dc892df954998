import type { HallClock } from '#line/hall-clock.ts';

const bucketUs = 1_000_000;
const buckets = 10;
/** The filter may follow a drifting device this fast: 5 ms a second, more than any crystal and than Chromium's fake camera. */
const slewShare = 0.005;
const settledAfterUs = 200_000;
const resetUs = 1_000_000;

/** A device whose stamps read so much earlier than their arrival is taken to stamp by the machine's own monotonic clock. */
const soonestUs = -5_000;
const latestUs = 500_000;

/**
 * When a frame was captured, from the stamp that it bears and the moment at which it came. Frames come late by a delay
 * that varies but cannot be negative, so the least delay of the last ten seconds is the device's own.
 */
export class SourceClock {
  readonly #minima: { bucket: number; offsetUs: number }[] = [];
  #offsetUs: number | null = null;
  #seenSinceUs = 0;
  #seenToUs = 0;

  /** One frame's stamp and the moment (worker's clock) at which its capture had ended at the latest. */
  observe(sourceUs: number, arrivedUs: number): void {
    const delayUs = arrivedUs - sourceUs;
    const bucket = Math.floor(arrivedUs / bucketUs);
    if (this.#offsetUs === null || Math.abs(delayUs - this.#offsetUs) > resetUs) {
      this.#minima.length = 0;
      this.#offsetUs = delayUs;
      this.#seenSinceUs = arrivedUs;
    }
    const newest = this.#minima.at(-1);
    if (newest?.bucket === bucket) newest.offsetUs = Math.min(newest.offsetUs, delayUs);
    else this.#minima.push({ bucket, offsetUs: delayUs });
    // Each buffer of each microphone comes here, so nothing is made that must be swept up again.
    while (this.#minima[0] !== undefined && this.#minima[0].bucket <= bucket - buckets) this.#minima.shift();
    let leastUs = Infinity;
    for (const minimum of this.#minima) leastUs = Math.min(leastUs, minimum.offsetUs);
    const roomUs = Math.max(0, arrivedUs - this.#seenToUs) * slewShare;
    // Until settled the newest minimum is simply better knowledge; afterwards time must not jump with it.
    this.#offsetUs = this.isSettled
      ? this.#offsetUs + Math.max(-roomUs, Math.min(roomUs, leastUs - this.#offsetUs))
      : leastUs;
    this.#seenToUs = arrivedUs;
  }

  /** What was observed so far was wrong; the next frame begins anew. */
  forget(): void {
    this.#offsetUs = null;
  }

  /** Enough frames have come that one late one at the start does not matter. */
  get isSettled(): boolean {
    return this.#offsetUs !== null && this.#seenToUs - this.#seenSinceUs >= settledAfterUs;
  }

  /** The capture moment on the worker's clock. */
  toLocalUs(sourceUs: number): number {
    return sourceUs + (this.#offsetUs ?? 0);
  }
}

/**
 * Chooses, once for an epoch so that time does not jump in it, how stamps become the hall's time. Chromium stamps
 * frames by the machine's monotonic clock, which is also the hall's; then the stamp is the best there is, because it
 * leaves out the way through the browser. Any other stamp is mapped by its arrival.
 */
export class CaptureTime {
  readonly #source: SourceClock;
  readonly #hall: HallClock;
  #isHallTime: boolean | null = null;

  constructor(source: SourceClock, hall: HallClock) {
    this.#source = source;
    this.#hall = hall;
  }

  /**
   * Whether the frame of this stamp can be given its time. One that reads as the hall's own time need not wait until
   * arrivals have told the device's clock, so that the first frames of a camera are not lost.
   */
  isKnownFor(sourceUs: number): boolean {
    return this.#hall.isSynced && (this.#isHallTime !== null || this.#source.isSettled || this.#readsAsHall(sourceUs));
  }

  toHallUs(sourceUs: number): number {
    this.#isHallTime ??= this.#readsAsHall(sourceUs);
    return this.#isHallTime ? sourceUs : this.#byArrivalUs(sourceUs);
  }

  #readsAsHall(sourceUs: number): boolean {
    const delayUs = this.#byArrivalUs(sourceUs) - sourceUs;
    return delayUs > soonestUs && delayUs < latestUs;
  }

  #byArrivalUs(sourceUs: number): number {
    return this.#hall.toHallUs(this.#source.toLocalUs(sourceUs));
  }
}
