/**
 * The least step between two packets of sound. The container counts whole milliseconds from the beginning of a cluster, and a
 * decoder counts samples: closer packets may bear one and the same time.
 */
export const leastStepUs = 2_000;
/** The container may be so far off the capture time at no moment, and by so much for no length of time. */
const mostOffUs = 15_000;
const lastingOffUs = 5_000;
const lastsUs = 2_000_000;

/**
 * docs/record-format.md §2: container time of sound counts samples from a base. The base is set anew where it is far off,
 * because sound is missing, and where it stays off, because the device's clock runs away or the first stamps were wrong.
 */
export class SoundBase {
  #baseUs: number | null = null;
  #offFromUs: number | null = null;
  #wasOffUs = 0;

  /** Container time less counted time; 0 before the first packet. */
  get us(): number {
    return this.#baseUs ?? 0;
  }

  /** The next packet: its counted time and the capture time less the counted one. True where container time jumps before it. */
  follow(countedUs: number, lagUs: number): boolean {
    if (this.#baseUs === null) {
      this.#baseUs = lagUs;
      return false;
    }
    const offUs = lagUs - this.#baseUs;
    const isLasting = Math.abs(offUs) > lastingOffUs && (this.#offFromUs === null || offUs * this.#wasOffUs > 0);
    this.#offFromUs = isLasting ? (this.#offFromUs ?? countedUs) : null;
    this.#wasOffUs = offUs;
    if (Math.abs(offUs) <= mostOffUs && (this.#offFromUs === null || countedUs - this.#offFromUs < lastsUs))
      return false;
    this.#baseUs = lagUs;
    this.#offFromUs = null;
    return true;
  }
}
