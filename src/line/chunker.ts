import type { CapturedFrame } from '#domain/record/chunk.ts';

/**
 * A chunk covers at most this: what is in it when its writer dies is lost. Five pictures of 25 a second, so that a second
 * is whole chunks; what a sound's second way loses, the first one has. The format allows 250 and 500 ms.
 */
export const longestChunkUs = { chief: 210_000, second: 500_000 } as const;

export type ReadyChunk = Readonly<{ frames: readonly CapturedFrame[]; isJump: boolean }>;

/**
 * Gathers frames into chunks of at most `longestUs`. A picture's key frame and a jump of container time always begin a
 * new one, so that segments and clips can begin there.
 */
export class Chunker {
  readonly #emit: (chunk: ReadyChunk) => void;
  readonly #beginsAtKey: boolean;
  readonly #longestUs: number;
  #frames: CapturedFrame[] = [];
  #isJump = false;

  constructor(kind: 'video' | 'audio', emit: (chunk: ReadyChunk) => void, longestUs: number = longestChunkUs.chief) {
    this.#longestUs = longestUs;
    this.#beginsAtKey = kind === 'video';
    this.#emit = emit;
  }

  add(frame: CapturedFrame, isJump: boolean): void {
    const first = this.#frames[0];
    if (
      isJump ||
      (this.#beginsAtKey && frame.isKey) ||
      (first !== undefined && frame.endsAtUs - first.capturedAtUs > this.#longestUs)
    )
      this.flush();
    if (this.#frames.length === 0) this.#isJump = isJump;
    this.#frames.push(frame);
    // The next frame would not fit: waiting for it would only make the record later by one frame.
    const startUs = first?.capturedAtUs ?? frame.capturedAtUs;
    if (frame.endsAtUs + (frame.endsAtUs - frame.capturedAtUs) - startUs > this.#longestUs) this.flush();
  }

  /** When the oldest frame that waits was captured; null when none does. */
  get oldestUs(): number | null {
    return this.#frames[0]?.capturedAtUs ?? null;
  }

  /** Gives away what has gathered. */
  flush(): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    this.#frames = [];
    this.#emit({ frames, isJump: this.#isJump });
  }
}
