import { writeInitChunk, writeMediaChunk } from '#domain/record/chunk.ts';
import type { StreamTrack } from '#domain/record/matroska-stream.ts';
import type { HearingId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';

/** One Opus packet is 20 ms: ffmpeg is told so (`-frame_duration 20`). */
export const packetUs = 20_000;
const packetsPerChunk = 10;
/** docs/record-format.md §2: container time counts samples and jumps only where capture time is further off than this. */
const jumpFromUs = 15_000;
/** Stamps jitter by a few ms; the median of nine does not. */
const medianOf = 9;
/** A step this wide is no jitter: sound is missing, and waiting for the median would misplace what follows. */
const certainStepUs = 60_000;
/**
 * ffmpeg's first stamps are guesses: they drift for half a second (30 ms apart for packets of 20 ms), end up to 50 ms
 * too late and come back by 1-3 ms a packet (measured). So it is their sum that must stand still, not the single step.
 */
const settledWithinUs = 4_000;
const longestHeld = 60;

export type Place = Readonly<{ hearingId: HearingId; trackNo: number; epoch: number }>;
type Stamped = Readonly<{ stampUs: AtUs; sourceUs: number; bytes: Uint8Array }>;
type Packet = Readonly<{ capturedAtUs: AtUs; atUs: number; sourceUs: number; bytes: Uint8Array }>;

/**
 * Makes chunks of one epoch out of Opus packets that follow each other without a hole unless their stamps jump: numbers
 * them, keeps capture time beside container time, cuts. The first packets wait until the stamps have settled.
 */
export class AudioFramer {
  readonly #place: Place;
  readonly #track: StreamTrack;
  #seq = 0;
  #held: Stamped[] | null = [];
  #counted = 0;
  /** Stamp less counted time of the last packets. */
  #lagsUs: number[] = [];
  /** Container time less counted time. */
  #baseUs: number | null = null;
  #last: Packet | null = null;
  #packets: Packet[] = [];
  #isJump = false;
  #cutAtUs = Number.POSITIVE_INFINITY;

  constructor(place: Place, track: StreamTrack) {
    this.#place = place;
    this.#track = track;
  }

  /** Takes the next packet, which the sound server stamped with this moment of the hearing; gives the chunks that are whole now. */
  push(stampUs: AtUs, sourceUs: number, bytes: Uint8Array): Uint8Array[] {
    const packet = { stampUs, sourceUs, bytes };
    if (this.#held === null) return this.#take(packet);
    this.#held.push(packet);
    return this.#held.length >= longestHeld || isSettled(this.#held) ? this.#release() : [];
  }

  /** L5: from now on no packet that ends after this moment goes into a chunk. */
  cutAt(cutAtUs: AtUs): void {
    this.#cutAtUs = cutAtUs;
  }

  /** What is left. */
  flush(): Uint8Array[] {
    return [...this.#release(), ...this.#chunkOf()];
  }

  /** Counts back from the stamps that can be believed. */
  #release(): Uint8Array[] {
    const held = this.#held;
    this.#held = null;
    if (held === null || held.length === 0) return [];
    const believed = held.slice(-medianOf).map(({ stampUs }, at, all) => stampUs + (all.length - 1 - at) * packetUs);
    const lastUs = median(believed);
    return held.flatMap((packet, at) => this.#take({ ...packet, stampUs: lastUs - (held.length - 1 - at) * packetUs }));
  }

  #take({ stampUs, sourceUs, bytes }: Stamped): Uint8Array[] {
    const countedUs = this.#counted * packetUs;
    this.#counted += 1;
    const lagUs = stampUs - countedUs;
    const newestLagUs = this.#lagsUs.at(-1);
    if (newestLagUs !== undefined && Math.abs(lagUs - newestLagUs) > certainStepUs) this.#lagsUs = [];
    this.#lagsUs = [...this.#lagsUs, lagUs].slice(-medianOf);
    const usualUs = median(this.#lagsUs);
    // Container time counts from the zero of the hearing; what was captured before it is not part of it.
    if (countedUs + usualUs < 0) return [];

    const isJump = this.#baseUs !== null && Math.abs(usualUs - this.#baseUs) > jumpFromUs;
    const chunks = isJump ? this.#chunkOf() : [];
    if (this.#baseUs === null || isJump) this.#baseUs = usualUs;
    if (isJump) this.#isJump = true;
    const last = this.#last;
    const packet = {
      capturedAtUs: Math.round(Math.max(countedUs + usualUs, last?.capturedAtUs ?? 0)),
      atUs: Math.max(countedUs + this.#baseUs, last === null ? 0 : last.atUs + 1000),
      sourceUs,
      bytes,
    };
    this.#last = packet;
    this.#packets.push(packet);
    if (this.#packets.length >= packetsPerChunk) chunks.push(...this.#chunkOf());
    return chunks;
  }

  #chunkOf(): Uint8Array[] {
    const packets = this.#packets.filter((packet) => packet.capturedAtUs + packetUs <= this.#cutAtUs);
    this.#packets = [];
    const first = packets[0];
    const last = packets.at(-1);
    if (first === undefined || last === undefined) return [];
    const chunks: Uint8Array[] = [];
    if (this.#seq === 0) {
      chunks.push(
        writeInitChunk({
          ...this.#place,
          codec: { kind: 'audio', sampleRate: 48_000, codecPrivate: this.#track.codecPrivate },
        }),
      );
      this.#seq = 1;
    }
    chunks.push(
      writeMediaChunk({
        ...this.#place,
        seq: this.#seq,
        firstAtUs: first.capturedAtUs,
        lastAtUs: last.capturedAtUs + packetUs,
        sourceUs: first.sourceUs,
        isJump: this.#isJump,
        frames: packets.map(({ atUs, bytes }) => ({ atUs, isKey: true, bytes })),
      }),
    );
    this.#seq += 1;
    this.#isJump = false;
    return chunks;
  }
}

/** Whether the newest stamps, each less the time counted up to it, agree. */
function isSettled(packets: readonly Stamped[]): boolean {
  const lagsUs = packets.slice(-medianOf).map(({ stampUs }, at) => stampUs - at * packetUs);
  return lagsUs.length === medianOf && Math.max(...lagsUs) - Math.min(...lagsUs) <= settledWithinUs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/**
 * Maps the wall clock, which a sound server stamps with, to the hearing's line. `wallMs` ticks in whole milliseconds,
 * so the smallest difference seen is the true one; a clock that is set or pulled is followed once it is 3 ms off.
 */
export class WallLine {
  #offsetUs: number | null = null;

  measure(nowUs: AtUs, wallMs: number): void {
    const offsetUs = nowUs - wallMs * 1000;
    if (this.#offsetUs === null || offsetUs < this.#offsetUs || offsetUs > this.#offsetUs + 3000)
      this.#offsetUs = offsetUs;
  }

  toHearing(wallMs: number): AtUs {
    return Math.round(wallMs * 1000 + (this.#offsetUs ?? 0));
  }
}
