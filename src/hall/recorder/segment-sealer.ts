import type { TrackId } from '#domain/ids.ts';
import type { Segment } from '#domain/journal/entries.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { hashOnDisk } from './chunk-file.ts';

/** A whole chunk on disk, as far as segments care. */
export type SealedChunk = Readonly<{
  seq: number;
  isKey: boolean;
  fromUs: AtUs;
  toUs: AtUs;
  endsAtByte: number;
  lengthBytes: number;
}>;

type Open = { firstSeq: number; lastSeq: number; fromByte: number; toByte: number; fromUs: AtUs | null; toUs: AtUs };

/**
 * Cuts one epoch into segments of about `segmentUs`, in every track at the same moments of the hearing so that the journal
 * takes all of them at once. Each (but the first) begins with a chunk that starts with a key frame, and each is told with its
 * hash, in order. A stretch that cannot be re-read stays open and becomes part of the next one, so no chunk is ever left out.
 */
export class SegmentSealer {
  readonly #trackId: TrackId;
  readonly #epoch: number;
  readonly #path: string;
  readonly #segmentUs: number;
  readonly #onSegment: (segment: Segment) => void;
  readonly #onFailure: (error: unknown) => void;
  #segments: number;
  #open: Open | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(
    epoch: Readonly<{
      trackId: TrackId;
      epoch: number;
      path: string;
      segmentUs: number;
      /** How many segments the journal already holds. */
      segments: number;
      onSegment(segment: Segment): void;
      onFailure(error: unknown): void;
    }>,
  ) {
    this.#trackId = epoch.trackId;
    this.#epoch = epoch.epoch;
    this.#path = epoch.path;
    this.#segmentUs = epoch.segmentUs;
    this.#segments = epoch.segments;
    this.#onSegment = (segment) => {
      epoch.onSegment(segment);
    };
    this.#onFailure = (error) => {
      epoch.onFailure(error);
    };
  }

  /** The next chunk, which is on disk. */
  add(chunk: SealedChunk): void {
    const open = this.#open;
    const isMedia = chunk.seq > 0;
    if (open?.fromUs != null && chunk.isKey && chunk.fromUs >= this.#commonEndAfter(open.fromUs)) {
      this.#open = null;
      this.#seal(open);
    }
    this.#open ??= {
      firstSeq: chunk.seq,
      lastSeq: chunk.seq,
      fromByte: chunk.endsAtByte - chunk.lengthBytes,
      toByte: chunk.endsAtByte,
      fromUs: null,
      toUs: chunk.toUs,
    };
    this.#open.lastSeq = chunk.seq;
    this.#open.toByte = chunk.endsAtByte;
    this.#open.toUs = chunk.toUs;
    if (isMedia) this.#open.fromUs ??= chunk.fromUs;
  }

  /** Where a segment that begins here is to end: one and a half lengths later at most, and not before half of one. */
  #commonEndAfter(fromUs: AtUs): AtUs {
    return Math.ceil(fromUs / this.#segmentUs + 0.5) * this.#segmentUs;
  }

  /** Seals what is left and waits for all hashes. */
  async finish(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open !== null) this.#seal(open);
    await this.#work;
  }

  #left: Open | null = null;

  #seal(stretch: Open): void {
    this.#work = this.#work.then(async () => {
      const whole =
        this.#left === null
          ? stretch
          : {
              ...stretch,
              firstSeq: this.#left.firstSeq,
              fromByte: this.#left.fromByte,
              fromUs: this.#left.fromUs ?? stretch.fromUs,
            };
      try {
        const sha256 = await hashOnDisk(this.#path, whole.fromByte, whole.toByte);
        this.#left = null;
        this.#segments += 1;
        this.#onSegment({
          trackId: this.#trackId,
          epoch: this.#epoch,
          segment: this.#segments,
          firstSeq: whole.firstSeq,
          lastSeq: whole.lastSeq,
          offsetBytes: whole.fromByte,
          lengthBytes: whole.toByte - whole.fromByte,
          sha256,
          fromUs: whole.fromUs ?? whole.toUs,
          toUs: whole.toUs,
        });
      } catch (error) {
        this.#left = whole;
        this.#onFailure(error);
      }
    });
  }
}
