import type { CapturedFrame } from '#domain/record/chunk.ts';
import { median } from '#domain/record/median.ts';

/** 25 pictures a second, until the camera's own step is known. */
const usualStepUs = 40_000;
/** At the beginning a camera gives what it had waiting, all at once and late. */
const heldAtFirst = 12;
/** Three seconds of 25: a network's hiccup is shorter, a clock's drift slower. */
const watched = 75;
/** Container time has whole milliseconds. */
const leastStepUs = 1000;
/** Stamps further apart than this are no longer one stream. */
const longestStepUs = 5_000_000;

type Picture = Readonly<{ stampUs: number; isKey: boolean; bytes: Uint8Array }>;

/** `broken`: stamps leap, and what follows belongs to another epoch; `reordered`: pictures refer to later ones, which no chunk log may. */
export type Framed = readonly CapturedFrame[] | 'broken' | 'reordered';

/**
 * Gives pictures of a network camera their times on the hall's clock. The camera's stamps are even and count from
 * anywhere, their arrival is on our clock and late by chance: the quickest of the last seconds tells how the two clocks lie. What
 * the camera takes to encode and the network at least to bring is not seen by this and stays in the times.
 */
export class PictureFramer {
  #held: Picture[] | null = [];
  /** Arrival less stamp of the last pictures. */
  #lagsUs: number[] = [];
  #stepsUs: number[] = [];
  #lastStampUs: number | null = null;
  #lastAtUs = -Infinity;

  push(picture: Picture, arrivedUs: number): Framed {
    const last = this.#lastStampUs;
    const stepUs = last === null ? null : picture.stampUs - last;
    if (stepUs !== null && stepUs < 0) return stepUs < -longestStepUs ? 'broken' : 'reordered';
    if (stepUs !== null && stepUs > longestStepUs) return 'broken';
    this.#lastStampUs = picture.stampUs;
    if (stepUs !== null) this.#stepsUs = [...this.#stepsUs, stepUs].slice(-watched);
    // ffmpeg tells a picture when the next one came: that one's arrival it is.
    this.#lagsUs = [...this.#lagsUs, arrivedUs - (picture.stampUs + this.stepUs)].slice(-watched);
    if (this.#held === null) return [this.#take(picture)];
    this.#held.push(picture);
    return this.#held.length < heldAtFirst ? [] : this.flush();
  }

  /** What still waited. */
  flush(): readonly CapturedFrame[] {
    const held = this.#held ?? [];
    this.#held = null;
    return held.map((each) => this.#take(each));
  }

  get stepUs(): number {
    return this.#stepsUs.length === 0 ? usualStepUs : median(this.#stepsUs);
  }

  #take({ stampUs, isKey, bytes }: Picture): CapturedFrame {
    const seenUs = Math.round(stampUs + Math.min(...this.#lagsUs));
    const atUs = Math.max(seenUs, this.#lastAtUs + leastStepUs);
    this.#lastAtUs = atUs;
    return { atUs, isKey, bytes, capturedAtUs: atUs, endsAtUs: atUs + Math.round(this.stepUs), sourceUs: stampUs };
  }
}
