import { opusHead } from '#domain/record/opus-head.ts';
import { descriptionOf, type EncoderEvents } from './picture-encoder.ts';
import { SoundLine } from './sound-line.ts';

const packetUs = 20_000;
/** So much is handed to the encoder at once: two packets. Chunks are whole tens of packets and wait for none of it. */
const gatheredUs = 2 * packetUs;
/** Two seconds of 10 ms buffers: the machine cannot keep up. */
const longestQueue = 200;

/** Encodes one epoch of a microphone: Opus, 20 ms packets, true mono (the first channel, never a mix). */
export class SoundEncoder {
  readonly #bitrateBps: number;
  readonly #on: EncoderEvents;
  readonly #encoder: AudioEncoder;
  readonly #line = new SoundLine();
  #sampleRate: number | null = null;
  #hasCodec = false;
  /**
   * First channels of the buffers that came: devices give half a packet, and each that is handed to the encoder alone
   * costs another object and another turn of its thread. `fedUs`: where the first of them begins.
   */
  readonly #gathered = { samples: new Float32Array(0), length: 0, fedUs: 0 };

  constructor(bitrateBps: number, on: EncoderEvents) {
    this.#bitrateBps = bitrateBps;
    this.#on = on;
    this.#encoder = new AudioEncoder({
      output: (chunk, metadata) => this.#take(chunk, metadata),
      error: () => on.failed(),
    });
  }

  /** Takes over the buffer and closes it; `capturedUs` is the capture time of its first sample. */
  encode(sound: AudioData, capturedUs: number, hasRoom: boolean): void {
    if (this.#sampleRate === null) {
      this.#sampleRate = sound.sampleRate;
      this.#encoder.configure({
        codec: 'opus',
        sampleRate: sound.sampleRate,
        numberOfChannels: 1,
        bitrate: this.#bitrateBps,
        opus: { frameDuration: packetUs },
      });
    }
    if (!hasRoom || this.#encoder.encodeQueueSize > longestQueue || this.#encoder.state !== 'configured') {
      // The hole is seen, counted and reported at the next buffer that is taken.
      sound.close();
      return;
    }
    const { numberOfFrames, sampleRate, timestamp } = sound;
    const { fedUs, lostUs } = this.#line.feed({
      sourceUs: timestamp,
      capturedUs,
      durationUs: (numberOfFrames * 1e6) / sampleRate,
    });
    if (lostUs > 0) this.#on.lost(lostUs);
    const gathered = this.#gathered;
    const wantedLength = Math.round((gatheredUs * sampleRate) / 1e6);
    const neededLength = gathered.length + numberOfFrames;
    if (gathered.samples.length < neededLength) {
      const before = gathered.samples.subarray(0, gathered.length);
      gathered.samples = new Float32Array(wantedLength + neededLength);
      gathered.samples.set(before);
    }
    if (gathered.length === 0) gathered.fedUs = fedUs;
    const into = gathered.samples.subarray(gathered.length, neededLength);
    sound.copyTo(into, { planeIndex: 0, format: 'f32-planar' });
    sound.close();
    gathered.length = neededLength;
    if (gathered.length >= wantedLength) this.#encodeGathered();
  }

  #encodeGathered(): void {
    const { samples, length, fedUs } = this.#gathered;
    if (length === 0 || this.#sampleRate === null) return;
    this.#gathered.length = 0;
    const mono = new AudioData({
      format: 'f32-planar',
      sampleRate: this.#sampleRate,
      numberOfFrames: length,
      numberOfChannels: 1,
      timestamp: Math.round(fedUs),
      data: samples.subarray(0, length),
    });
    this.#encoder.encode(mono);
    mono.close();
  }

  /** Everything inside comes out; the encoder is of no use afterwards. */
  async finish(): Promise<void> {
    if (this.#encoder.state === 'configured') {
      this.#encodeGathered();
      await this.#encoder.flush();
    }
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  #take(chunk: EncodedAudioChunk, metadata: EncodedAudioChunkMetadata | undefined): void {
    if (!this.#hasCodec) {
      this.#hasCodec = true;
      const codecPrivate = descriptionOf(metadata?.decoderConfig) ?? opusHead(this.#sampleRate ?? 48_000);
      this.#on.codec({ kind: 'audio', sampleRate: 48_000, codecPrivate });
    }
    const placed = this.#line.place(chunk.timestamp, chunk.duration ?? packetUs);
    if (placed === null) return;
    const { isJump, ...times } = placed;
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    this.#on.frame({ ...times, isKey: true, bytes }, isJump);
  }
}
