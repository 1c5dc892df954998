import type { CapturedFrame } from '#domain/record/chunk.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';
import { avcCodec } from './avc-level.ts';
import type { FixedSize } from './worker-talk.ts';

export type EncoderEvents = Readonly<{
  /** Once, before the first frame. */
  codec(codec: TrackCodec): void;
  frame(frame: CapturedFrame, isJump: boolean): void;
  lost(lostUs: number): void;
  failed(): void;
}>;

/** `size` null: as the first picture comes. */
export type PictureWanted = Readonly<{ frameRate: number; bitrateBps: number; size: FixedSize | null }>;

const keyEveryUs = 1_000_000;
/** More than this waiting means that the machine cannot keep up; a frame left out is counted, a growing queue is not seen. */
const longestQueue = 30;
/** A camera in the dark halves its rate of itself; a wider hole is a loss. */
const holeFrames = 2.5;
/** Container time is in whole milliseconds and must grow. */
const leastStepUs = 1_000;

/** Encodes one epoch of a camera: H.264, one encoder, a key frame each second by capture time. */
export class PictureEncoder {
  readonly #wanted: PictureWanted;
  readonly #on: EncoderEvents;
  readonly #encoder: VideoEncoder;
  readonly #frameUs: number;
  /** Capture times of the frames inside the encoder, by stamp. */
  readonly #inside = new Map<number, number>();
  #lastCapturedUs: number | null = null;
  #lastAtUs = -Infinity;
  #keyDueUs = -Infinity;
  #size: Readonly<{ width: number; height: number }> | null = null;
  #hasCodec = false;

  constructor(wanted: PictureWanted, on: EncoderEvents) {
    this.#wanted = wanted;
    this.#on = on;
    this.#frameUs = 1_000_000 / wanted.frameRate;
    this.#encoder = new VideoEncoder({
      output: (chunk, metadata) => this.#take(chunk, metadata),
      error: () => on.failed(),
    });
  }

  /** How many pictures are not encoded yet; each that was not copied keeps its buffer of the camera. */
  get waiting(): number {
    return this.#inside.size;
  }

  /** Takes over the frame and closes it. `hasRoom`: false when what is encoded could not be kept. */
  encode(frame: VideoFrame, capturedAtUs: number, hasRoom: boolean): void {
    if (this.#size === null) {
      this.#size = this.#wanted.size ?? { width: frame.displayWidth, height: frame.displayHeight };
      this.#encoder.configure({
        codec: avcCodec(this.#size.width, this.#size.height, this.#wanted.frameRate),
        ...this.#size,
        bitrate: this.#wanted.bitrateBps,
        framerate: this.#wanted.frameRate,
        latencyMode: 'realtime',
        avc: { format: 'avc' },
      });
    }
    const gapUs = this.#lastCapturedUs === null ? 0 : capturedAtUs - this.#lastCapturedUs;
    if (
      !hasRoom ||
      this.#encoder.encodeQueueSize > longestQueue ||
      this.#encoder.state !== 'configured' ||
      this.#inside.has(frame.timestamp)
    ) {
      frame.close();
      return;
    }
    if (gapUs > this.#frameUs * holeFrames) this.#on.lost(gapUs - this.#frameUs);
    this.#lastCapturedUs = capturedAtUs;
    const isKey = capturedAtUs >= this.#keyDueUs;
    if (isKey) this.#keyDueUs = capturedAtUs + keyEveryUs - this.#frameUs / 2;
    this.#inside.set(frame.timestamp, capturedAtUs);
    this.#encoder.encode(frame, { keyFrame: isKey });
    frame.close();
  }

  /** Everything inside comes out; the encoder is of no use afterwards. */
  async finish(): Promise<void> {
    if (this.#encoder.state === 'configured') await this.#encoder.flush();
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  #take(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): void {
    if (!this.#hasCodec && this.#size !== null) {
      this.#hasCodec = true;
      this.#on.codec({
        kind: 'video',
        ...this.#size,
        codecPrivate: descriptionOf(metadata?.decoderConfig) ?? new Uint8Array(0),
      });
    }
    const capturedAtUs = this.#inside.get(chunk.timestamp) ?? this.#lastAtUs + this.#frameUs;
    for (const stamp of this.#inside.keys()) {
      if (stamp > chunk.timestamp) break;
      // Frames come out in order: an earlier one that is still inside was left out by the encoder.
      if (stamp < chunk.timestamp) this.#on.lost(this.#frameUs);
      this.#inside.delete(stamp);
    }
    const atUs = Math.max(capturedAtUs, this.#lastAtUs + leastStepUs);
    this.#lastAtUs = atUs;
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    this.#on.frame(
      {
        atUs,
        capturedAtUs,
        endsAtUs: capturedAtUs + this.#frameUs,
        sourceUs: chunk.timestamp,
        isKey: chunk.type === 'key',
        bytes,
      },
      false,
    );
  }
}

/** The decoder's description (avcC, OpusHead) as bytes; null when the encoder gives none. */
export function descriptionOf(
  config: Readonly<{ description?: AllowSharedBufferSource }> | undefined,
): Uint8Array | null {
  const description = config?.description;
  if (description === undefined) return null;
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
}
