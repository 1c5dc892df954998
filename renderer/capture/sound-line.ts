import { leastStepUs, SoundBase } from '#domain/record/sound-base.ts';

/**
 * One buffer of samples as the device gave it; times in µs. `capturedUs` is the capture time of the first sample on
 * the hearing's line, without jitter; `sourceUs` is its stamp as it came.
 */
export type SoundBuffer = Readonly<{ sourceUs: number; capturedUs: number; durationUs: number }>;
/** Where a packet of the encoder belongs; `atUs` is container time. */
export type PlacedPacket = Readonly<{
  atUs: number;
  capturedAtUs: number;
  endsAtUs: number;
  sourceUs: number;
  isJump: boolean;
}>;

/** A narrower step is the smoothing that learns, not missing samples. */
const lossUs = 30_000;
/** The encoder's stamps are whole µs. */
const roundingUs = 50;

type FedBuffer = SoundBuffer & Readonly<{ fedUs: number }>;

/**
 * Keeps the two times of a sound track: capture time, and container time that counts the samples that were encoded,
 * so that the device's own clock does not tear the sound.
 */
export class SoundLine {
  #fedUs = 0;
  #waiting: FedBuffer[] = [];
  #current: FedBuffer | null = null;
  readonly #base = new SoundBase();
  #lastAtUs = -Infinity;

  /** Takes a buffer in order. `fedUs` is its stamp for the encoder: time counted in samples from 0. `lostUs` is a hole before it. */
  feed(buffer: SoundBuffer): Readonly<{ fedUs: number; lostUs: number }> {
    const last = this.#waiting.at(-1) ?? this.#current;
    const fed = { ...buffer, fedUs: this.#fedUs };
    this.#fedUs += buffer.durationUs;
    this.#waiting.push(fed);
    const stepUs = last === null ? 0 : lagUs(fed) - lagUs(last);
    return { fedUs: fed.fedUs, lostUs: stepUs > lossUs ? stepUs : 0 };
  }

  /** Places the packet that begins at `fedUs` of the encoder's time; packets come in order. Null without a buffer. */
  place(fedUs: number, durationUs: number): PlacedPacket | null {
    for (let next = this.#waiting[0]; next !== undefined && next.fedUs <= fedUs + roundingUs; next = this.#waiting[0]) {
      this.#current = next;
      this.#waiting.shift();
    }
    if (this.#current === null) return null;

    const isJump = this.#base.follow(fedUs, lagUs(this.#current));
    const atUs = Math.max(this.#base.us + fedUs, this.#lastAtUs + leastStepUs);
    this.#lastAtUs = atUs;
    const intoUs = fedUs - this.#current.fedUs;
    const capturedAtUs = this.#current.capturedUs + intoUs;
    return {
      atUs,
      capturedAtUs,
      endsAtUs: capturedAtUs + durationUs,
      sourceUs: this.#current.sourceUs + intoUs,
      isJump,
    };
  }
}

function lagUs(buffer: FedBuffer): number {
  return buffer.capturedUs - buffer.fedUs;
}
