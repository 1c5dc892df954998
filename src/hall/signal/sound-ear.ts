import { OpusDecoder } from 'opus-decoder';
import type { WholeChunk } from '#domain/record/chunk.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { usualPreSkip } from '#domain/record/opus-head.ts';
import type { DecodedSight, HeardSound, TrackDecoder } from '#domain/signal.ts';
import { SoundJudge } from './judge-sound.ts';
import type { SignalTuning } from './tuning.ts';

const lookAheadUs = (usualPreSkip * 1e6) / 48_000;
/** While the decoder is being made; it takes some milliseconds, at the beginning of each epoch. */
const mostWaiting = 100;

export type EarNeeds = Readonly<{
  tuning: SignalTuning;
  trackId: TrackId;
  mayBeSilent: boolean;
  sampleRate: 48_000 | 16_000;
  /** Whether the first half of every other chunk is enough: of such a track a quarter of each second is judged. */
  isSampled: boolean;
  /** How loud the pauses of the seat's check were; null where it was not measured. */
  floorDbfs: number | null;
  heard: ((sound: HeardSound) => void) | undefined;
}>;

/** Decodes one microphone's chunks in this process: 0.3 % of a core a track, measured, where a child would cost more to feed. */
export class SoundEar implements TrackDecoder {
  readonly #needs: EarNeeds;
  readonly #judge: SoundJudge;
  readonly #second: Float32Array;
  readonly #waiting: WholeChunk[] = [];
  #decoder: OpusDecoder<48_000 | 16_000> | null = null;
  #making: OpusDecoder<48_000 | 16_000> | null = null;
  #hasDecoded = false;
  #filled = 0;
  #undecodedFromUs: AtUs | null = null;
  #isClosed = false;

  constructor(needs: EarNeeds) {
    const { sampleRate, isSampled } = needs;
    this.#needs = needs;
    this.#judge = new SoundJudge(needs.tuning, needs.mayBeSilent, needs.floorDbfs);
    this.#second = new Float32Array(isSampled ? sampleRate / 4 : sampleRate);
    this.#beginAnew();
  }

  take(chunk: WholeChunk): void {
    if (chunk.header.kind === 'init') {
      if (this.#hasDecoded) this.#beginAnew();
      return;
    }
    if (this.#needs.isSampled && chunk.header.seq % 2 === 0) return;
    this.#waiting.push(chunk);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    this.#decodeWaiting();
  }

  sight(): DecodedSight {
    const waitingFromUs = this.#waiting[0]?.header.firstAtUs ?? null;
    return { undecodedFromUs: this.#undecodedFromUs ?? waitingFromUs, troubles: this.#judge.troubles };
  }

  close(): void {
    this.#isClosed = true;
    this.#endDecoder();
  }

  /** One epoch's decoder would go on from what it heard last, and begin the next one with a bang of more than full scale. */
  #beginAnew(): void {
    this.#endDecoder();
    const decoder = new OpusDecoder({
      sampleRate: this.#needs.sampleRate,
      channels: 1,
      streamCount: 1,
      coupledStreamCount: 0,
      channelMappingTable: [0],
      preSkip: 0,
    });
    this.#making = decoder;
    // Where it cannot be made, as without memory, what waits stays undecoded, and that is told.
    decoder.ready.then(
      () => {
        if (this.#isClosed || this.#making !== decoder) {
          decoder.free();
          return;
        }
        this.#decoder = decoder;
        this.#decodeWaiting();
      },
      () => undefined,
    );
  }

  #endDecoder(): void {
    this.#decoder?.free();
    this.#decoder = null;
    this.#hasDecoded = false;
  }

  #decodeWaiting(): void {
    if (this.#decoder !== null) for (const each of this.#waiting.splice(0)) this.#decode(this.#decoder, each);
  }

  #decode(decoder: OpusDecoder<48_000 | 16_000>, { frames, header }: WholeChunk): void {
    this.#hasDecoded = true;
    const heard = this.#needs.isSampled ? frames.slice(0, Math.ceil(frames.length / 2)) : frames;
    const { channelData, errors } = decoder.decodeFrames(heard.map(({ bytes }) => bytes));
    if (errors.length > 0) this.#undecodedFromUs ??= header.firstAtUs;
    else this.#undecodedFromUs = null;
    const [samples] = channelData;
    const [first] = frames;
    if (samples !== undefined && first !== undefined && errors.length === 0)
      this.#tell(header.hearingId, first.atMs, samples);
    for (let at = 0; samples !== undefined && at < samples.length;) {
      const piece = samples.subarray(at, at + this.#second.length - this.#filled);
      this.#second.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled < this.#second.length) break;
      this.#filled = 0;
      this.#judge.take(this.#second, this.#needs.sampleRate);
    }
  }

  /** What an encoder looked ahead is heard so much later than it was said. */
  #tell(hearingId: HearingId, atMs: number, samples: Float32Array): void {
    const { heard, trackId } = this.#needs;
    heard?.({ hearingId, trackId, atUs: atMs * 1000 - lookAheadUs, samples });
  }
}
