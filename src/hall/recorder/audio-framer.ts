import { writeInitChunk, writeMediaChunk } from '#domain/record/chunk.ts';
import type { StreamTrack } from '#domain/record/matroska-stream.ts';
import type { HearingId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';

/** One Opus packet is 20 ms: ffmpeg is told so (`-frame_duration 20`). */
export const packetUs = 20_000;
const packetsPerChunk = 10;
/** docs/record-format.md §2: container time counts samples and jumps only where capture time is further off than this. */
const jumpFromUs = 15_000;

export type Place = Readonly<{ hearingId: HearingId; trackNo: number; epoch: number }>;
type Packet = Readonly<{ capturedAtUs: AtUs; atUs: number; sourceUs: number; bytes: Uint8Array }>;

/** Makes chunks of one epoch out of Opus packets: numbers them, keeps capture time beside container time, cuts. */
export class AudioFramer {
  readonly #place: Place;
  readonly #track: StreamTrack;
  #seq = 0;
  #nextAtUs: number | null = null;
  #packets: Packet[] = [];
  #isJump = false;

  constructor(place: Place, track: StreamTrack) {
    this.#place = place;
    this.#track = track;
  }

  /** Takes the next packet, captured at this moment of the hearing; gives the chunks that are whole now. */
  push(capturedAtUs: AtUs, sourceUs: number, bytes: Uint8Array): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    // Container time counts from the zero of the hearing; what was captured before it is not part of it.
    if (capturedAtUs < 0) return chunks;
    const driftUs = this.#nextAtUs === null ? 0 : capturedAtUs - this.#nextAtUs;
    const isJump = Math.abs(driftUs) > jumpFromUs;
    if (isJump) chunks.push(...this.flush());
    const lastAtUs = this.#nextAtUs === null ? -1 : this.#nextAtUs - packetUs;
    const atUs = this.#nextAtUs === null || isJump ? Math.max(capturedAtUs, lastAtUs + 1000) : this.#nextAtUs;
    if (isJump) this.#isJump = true;
    this.#nextAtUs = atUs + packetUs;
    this.#packets.push({ capturedAtUs, atUs, sourceUs, bytes });
    if (this.#packets.length >= packetsPerChunk) chunks.push(...this.flush());
    return chunks;
  }

  /** What is left, without packets that end after `cutAtUs` (L5). */
  flush(cutAtUs = Number.POSITIVE_INFINITY): Uint8Array[] {
    const packets = this.#packets.filter((packet) => packet.capturedAtUs + packetUs <= cutAtUs);
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
