import type { CapturedFrame } from '#domain/record/chunk.ts';

/** A chunk covers at most this (docs/record-format.md §2). */
const longestUs = 250_000;

export type ReadyChunk = Readonly<{ frames: readonly CapturedFrame[]; isJump: boolean }>;

/**
 * Gathers frames into chunks of at most 250 ms. A picture's key frame and a jump of container time always begin a
 * new one, so that segments and clips can begin there.
 */
export class Chunker {
  readonly #emit: (chunk: ReadyChunk) => void;
  readonly #beginsAtKey: boolean;
  #frames: CapturedFrame[] = [];
  #isJump = false;

  constructor(kind: 'video' | 'audio', emit: (chunk: ReadyChunk) => void) {
    this.#beginsAtKey = kind === 'video';
    this.#emit = emit;
  }

  add(frame: CapturedFrame, isJump: boolean): void {
    const first = this.#frames[0];
    if (
      isJump ||
      (this.#beginsAtKey && frame.isKey) ||
      (first !== undefined && frame.endsAtUs - first.capturedAtUs > longestUs)
    )
      this.flush();
    if (this.#frames.length === 0) this.#isJump = isJump;
    this.#frames.push(frame);
    // The next frame would not fit: waiting for it would only make the record later by one frame.
    const startUs = first?.capturedAtUs ?? frame.capturedAtUs;
    if (frame.endsAtUs + (frame.endsAtUs - frame.capturedAtUs) - startUs > longestUs) this.flush();
  }

  /** Gives away what has gathered. */
  flush(): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    this.#frames = [];
    this.#emit({ frames, isJump: this.#isJump });
  }
}
