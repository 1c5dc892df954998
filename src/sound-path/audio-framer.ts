import type { CapturedFrame } from '#domain/record/chunk.ts';
import { median } from '#domain/record/median.ts';
import { leastStepUs, SoundBase } from '#domain/record/sound-base.ts';

/** One Opus packet is 20 ms: ffmpeg is told so (`-frame_duration 20`). */
export const packetUs = 20_000;
/** How many of the first stamps must agree. */
const settledOver = 9;
/**
 * Stamps jitter by a few ms, and on a busy machine ten in a row were 15 ms too early (measured); the median of half a second
 * shows neither.
 */
const medianOf = 25;
/** A step this wide is no jitter: sound is missing, and waiting for the median would misplace what follows. */
const certainStepUs = 60_000;
/**
 * ffmpeg's first stamps are guesses: they drift for half a second (30 ms apart for packets of 20 ms), end up to 50 ms
 * too late and come back by 1-3 ms a packet (measured). So it is their sum that must stand still, not the single step.
 */
const settledWithinUs = 4_000;
const longestHeld = 60;

type Stamped = Readonly<{ stampUs: number; sourceUs: number; bytes: Uint8Array }>;
/** A packet with its times in µs on the clock of its stamps; `isJump`: container time leaps here, because sound is missing. */
export type FramedPacket = Readonly<{ frame: CapturedFrame; isJump: boolean }>;

/**
 * Gives Opus packets that follow each other without a hole, unless their stamps jump, their capture time beside their
 * container time. The first packets wait until the stamps have settled.
 */
export class AudioFramer {
  #held: Stamped[] | null = [];
  #counted = 0;
  /** Stamp less counted time of the last packets. */
  #lagsUs: number[] = [];
  readonly #base = new SoundBase();
  #last: CapturedFrame | null = null;

  /** Takes the next packet, which the sound server stamped with this moment; gives the packets whose times are certain now. */
  push(stampUs: number, sourceUs: number, bytes: Uint8Array): readonly FramedPacket[] {
    const packet = { stampUs, sourceUs, bytes };
    if (this.#held === null) return [this.#take(packet)];
    this.#held.push(packet);
    return this.#held.length >= longestHeld || isSettled(this.#held) ? this.#release() : [];
  }

  /** What still waited. */
  flush(): readonly FramedPacket[] {
    return this.#release();
  }

  /** Counts back from the stamps that can be believed. */
  #release(): readonly FramedPacket[] {
    const held = this.#held;
    this.#held = null;
    if (held === null || held.length === 0) return [];
    const believed = held.slice(-settledOver).map(({ stampUs }, at, all) => stampUs + (all.length - 1 - at) * packetUs);
    const lastUs = median(believed);
    return held.map((packet, at) => this.#take({ ...packet, stampUs: lastUs - (held.length - 1 - at) * packetUs }));
  }

  #take({ stampUs, sourceUs, bytes }: Stamped): FramedPacket {
    const countedUs = this.#counted * packetUs;
    this.#counted += 1;
    const lagUs = stampUs - countedUs;
    const newestLagUs = this.#lagsUs.at(-1);
    if (newestLagUs !== undefined && Math.abs(lagUs - newestLagUs) > certainStepUs) this.#lagsUs = [];
    this.#lagsUs = [...this.#lagsUs, lagUs].slice(-medianOf);
    const usualUs = median(this.#lagsUs);
    const isJump = this.#base.follow(countedUs, usualUs);
    const last = this.#last;
    const capturedAtUs = Math.round(
      last === null ? countedUs + usualUs : Math.max(countedUs + usualUs, last.capturedAtUs),
    );
    const atUs =
      last === null ? countedUs + this.#base.us : Math.max(countedUs + this.#base.us, last.atUs + leastStepUs);
    const frame = { atUs, isKey: true, bytes, capturedAtUs, endsAtUs: capturedAtUs + packetUs, sourceUs };
    this.#last = frame;
    return { frame, isJump };
  }
}

/** Whether the newest stamps, each less the time counted up to it, agree. */
function isSettled(packets: readonly Stamped[]): boolean {
  const lagsUs = packets.slice(-settledOver).map(({ stampUs }, at) => stampUs - at * packetUs);
  return lagsUs.length === settledOver && Math.max(...lagsUs) - Math.min(...lagsUs) <= settledWithinUs;
}

/**
 * Maps the wall clock, which a sound server stamps with, to the monotonic one. `wallMs` ticks in whole milliseconds, so
 * the smallest difference seen is the true one; a clock that is set or pulled is followed once it is 3 ms off.
 */
export class WallLine {
  #offsetUs: number | null = null;

  measure(monotonicUs: number, wallMs: number): void {
    const offsetUs = monotonicUs - wallMs * 1000;
    if (this.#offsetUs === null || offsetUs < this.#offsetUs || offsetUs > this.#offsetUs + 3000)
      this.#offsetUs = offsetUs;
  }

  toMonotonic(wallMs: number): number {
    return Math.round(wallMs * 1000 + (this.#offsetUs ?? 0));
  }
}
