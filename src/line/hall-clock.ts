/** One answered ping: when it was sent and answered on the worker's clock, and what the hall's clock read. All µs. */
export type PingSample = Readonly<{ sentUs: number; receivedUs: number; hallUs: number }>;

/** Fast enough for any clock that drifts, slow enough to be no jump within a chunk: half a millisecond a second. */
const slewShare = 0.0005;
/** Beyond this the clock was set or the machine slept; slewing there would take minutes. */
const stepUs = 50_000;

/**
 * Maps the worker's clock to the hall's monotonic clock. Of several pings the one with the shortest round trip is
 * believed, and only as far as it says more than is known: its error is at most half its round trip.
 */
export class HallClock {
  #offsetUs: number | null = null;
  #targetUs = 0;
  #slewedToUs = 0;

  get isSynced(): boolean {
    return this.#offsetUs !== null;
  }

  /** Takes the samples of one burst of pings. */
  learn(samples: readonly PingSample[]): void {
    const best = samples.reduce<PingSample | null>(
      (kept, next) => (kept === null || roundTripUs(next) < roundTripUs(kept) ? next : kept),
      null,
    );
    if (best === null) return;
    const seenUs = best.hallUs - (best.sentUs + best.receivedUs) / 2;
    const differenceUs = Math.abs(seenUs - this.#targetUs);
    if (this.#offsetUs === null || differenceUs > stepUs + roundTripUs(best)) {
      this.#offsetUs = seenUs;
      this.#targetUs = seenUs;
      this.#slewedToUs = best.receivedUs;
    } else if (differenceUs > roundTripUs(best) / 2) {
      this.#targetUs = seenUs;
    }
  }

  /** The hall's monotonic time at a moment of the worker's clock; moments must not go back by much. 0 before the first burst. */
  toHallUs(localUs: number): number {
    if (this.#offsetUs === null) return 0;
    const roomUs = Math.max(0, localUs - this.#slewedToUs) * slewShare;
    const missingUs = this.#targetUs - this.#offsetUs;
    this.#offsetUs += Math.max(-roomUs, Math.min(roomUs, missingUs));
    this.#slewedToUs = Math.max(this.#slewedToUs, localUs);
    return localUs + this.#offsetUs;
  }
}

function roundTripUs(sample: PingSample): number {
  return sample.receivedUs - sample.sentUs;
}
