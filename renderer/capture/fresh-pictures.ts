/** So much later than the quickest of late a picture shows the past: the page stood still, and what came meanwhile is behind it. */
const staleAfterUs = 500_000;
/** A way that has become slower for good is the new measure after some seconds. */
const forgottenUs = 10_000;
/** A decoder that does not keep up is given less, and never an ever longer past. */
const longestQueue = 12;
/** Stamps of a camera tremble by a few milliseconds. */
const earlyUs = 5_000;

/** Which pictures of a network camera are decoded, and which of those are handed on. A picture that is left out takes all others up to the next key picture with it. */
export class FreshPictures {
  readonly #stepUs: number;
  #hasKey = false;
  #quickestUs = Infinity;
  #dueUs = -Infinity;

  /** `frameRate`: more a second are not handed on. */
  constructor(frameRate: number) {
    this.#stepUs = 1_000_000 / frameRate;
  }

  /** Whether to decode one that was taken at `atUs` and came at `nowUs`, by one clock or by two; `waiting`: so many are in the decoder. */
  takes({
    atUs,
    isKey,
    nowUs,
    waiting,
  }: Readonly<{ atUs: number; isKey: boolean; nowUs: number; waiting: number }>): boolean {
    const lateUs = nowUs - atUs;
    this.#quickestUs = Math.min(this.#quickestUs + forgottenUs, lateUs);
    const isFresh = lateUs - this.#quickestUs < staleAfterUs && waiting < longestQueue;
    this.#hasKey = isFresh && (this.#hasKey || isKey);
    return this.#hasKey;
  }

  /** The decoder is another one: it can begin with a key picture only. */
  beginAnew(): void {
    this.#hasKey = false;
  }

  /** Whether a decoded one is handed on. */
  shows(atUs: number): boolean {
    if (atUs < this.#dueUs - earlyUs) return false;
    const isBehind = atUs - this.#dueUs > this.#stepUs;
    this.#dueUs = (isBehind ? atUs : this.#dueUs) + this.#stepUs;
    return true;
  }
}
