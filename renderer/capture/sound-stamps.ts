import type { SourceClock } from './source-clock.ts';
import { StampSmoother } from './stamp-smoother.ts';

/** A wider step of what is believed is no jitter: the stamps before it were wrong. */
const wrongUs = 5_000;

/** The stamps of one open microphone: without jitter, and compared with the moments at which its buffers came. */
export class SoundStamps {
  readonly #source: SourceClock;
  readonly #smoother = new StampSmoother();

  constructor(source: SourceClock) {
    this.#source = source;
  }

  /** See `StampSmoother`. */
  get lagUs(): number {
    return this.#smoother.lagUs;
  }

  /** The stamp of the next buffer's first sample; `arrivedUs` (worker's clock) is when its last one had come. */
  take(stampedUs: number, durationUs: number, arrivedUs: number): number {
    const believedUs = this.#smoother.lagUs;
    const stampUs = this.#smoother.smooth(stampedUs, durationUs);
    // First stamps may be 70 ms too late (measured); by them buffers would have come before they were captured, and for ten
    // seconds nobody would believe the stamps.
    if (Math.abs(this.#smoother.lagUs - believedUs) > wrongUs) this.#source.forget();
    // Sound comes when its last sample was captured, its stamp is that of the first.
    this.#source.observe(stampUs, arrivedUs - durationUs);
    return stampUs;
  }

  /** See `StampSmoother`. */
  again(stampUs: number, lagUs: number): number {
    return this.#smoother.again(stampUs, lagUs);
  }
}
