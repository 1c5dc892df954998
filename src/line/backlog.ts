import { trimFrames, type CapturedFrame } from '#domain/record/chunk.ts';

/** A numbered chunk that the hall has not yet acknowledged; its frames stay apart so that a cut can still shorten it. */
export type WaitingChunk = Readonly<{
  seq: number;
  frames: readonly CapturedFrame[];
  isJump: boolean;
  madeAtMs: number;
  lengthBytes: number;
}>;

/** So much may be under way on one socket; after a long break the rest follows as the hall acknowledges. */
const windowBytes = 4 * 1024 * 1024;

/** Un-acknowledged chunks of one epoch in the order of their numbers. Chunk 0 has no frames. */
export class Backlog {
  #chunks: WaitingChunk[] = [];
  #sentSeq = -1;
  #haveSeq = -1;
  #lengthBytes = 0;

  get lengthBytes(): number {
    return this.#lengthBytes;
  }
  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }
  /** True when every chunk has been sent over the present connection. */
  get isSent(): boolean {
    return (this.#chunks.at(-1)?.seq ?? this.#haveSeq) <= this.#sentSeq;
  }
  /** The number of the last chunk there is; -1 for none. */
  get lastSeq(): number {
    return this.#chunks.at(-1)?.seq ?? this.#haveSeq;
  }
  /** When the oldest waiting chunk was made; null when none waits. */
  get oldestMadeAtMs(): number | null {
    return this.#chunks[0]?.madeAtMs ?? null;
  }

  add(chunk: WaitingChunk): void {
    this.#chunks.push(chunk);
    this.#lengthBytes += chunk.lengthBytes;
  }

  /** A new connection: the hall has everything up to `haveSeq` (-1: nothing), the rest must be sent again. */
  resume(haveSeq: number): void {
    this.acknowledge(haveSeq);
    this.#sentSeq = haveSeq;
  }

  /** The hall has everything up to `seq` on disk. */
  acknowledge(seq: number): void {
    this.#haveSeq = Math.max(this.#haveSeq, seq);
    while (this.#chunks[0] !== undefined && this.#chunks[0].seq <= seq) {
      this.#lengthBytes -= this.#chunks[0].lengthBytes;
      this.#chunks.shift();
    }
  }

  /** The next chunk to send, or null when all are sent or enough is under way. */
  takeNext(): WaitingChunk | null {
    let underWayBytes = 0;
    for (const chunk of this.#chunks) {
      if (chunk.seq > this.#sentSeq) {
        if (underWayBytes > 0 && underWayBytes + chunk.lengthBytes > windowBytes) return null;
        this.#sentSeq = chunk.seq;
        return chunk;
      }
      underWayBytes += chunk.lengthBytes;
    }
    return null;
  }

  /** L5: shortens the chunk that the cut falls into, forgets all later ones, and sends a shortened one again. */
  trim(cutAtUs: number): void {
    const kept: WaitingChunk[] = [];
    for (const chunk of this.#chunks) {
      const frames = trimFrames(chunk.frames, cutAtUs);
      if (frames.length === chunk.frames.length) {
        kept.push(chunk);
        continue;
      }
      if (frames.length > 0)
        kept.push({ ...chunk, frames, lengthBytes: frames.reduce((sum, frame) => sum + frame.bytes.length, 0) });
      this.#sentSeq = Math.min(this.#sentSeq, chunk.seq - 1);
      break;
    }
    this.#chunks = kept;
    this.#lengthBytes = kept.reduce((sum, chunk) => sum + chunk.lengthBytes, 0);
  }
}
