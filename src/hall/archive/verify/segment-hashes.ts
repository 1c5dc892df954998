import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Segment } from '#domain/journal/entries.ts';

/** One file of the record and what the journal says lies in it. */
export type HashedFile = Readonly<{ file: string; segments: readonly Segment[] }>;

/** Read at once: large enough that reading costs little, small enough that hashing it never holds up the hall. */
const windowBytes = 1024 * 1024;
/** Beyond this a length is no segment's, whoever wrote it. */
const largestSegmentBytes = 512 * 1024 * 1024;

/** The segments whose stored bytes are not those that were journaled, by file. Missing bytes and missing files count as other bytes. */
export async function findChangedSegments(
  files: readonly HashedFile[],
  onBytes: (bytes: number) => void,
): Promise<ReadonlyMap<string, ReadonlySet<Segment>>> {
  const changed = new Map<string, ReadonlySet<Segment>>();
  // One window for all: new memory for every stretch costs more than hashing it.
  const window = Buffer.allocUnsafeSlow(windowBytes);
  for (const { file, segments } of files) {
    const others = new Set<Segment>();
    changed.set(file, others);
    const handle = await open(file, 'r').catch(() => null);
    try {
      const reader = handle === null ? null : new StretchReader(handle, window);
      for (const segment of segments) {
        const { offsetBytes, lengthBytes, sha256 } = segment;
        if ((await reader?.hash(offsetBytes, lengthBytes)) !== sha256) others.add(segment);
        onBytes(lengthBytes);
      }
    } finally {
      await handle?.close();
    }
  }
  return changed;
}

/** SHA-256, lower-case hex, of a stretch of a file; null when the file ends before it does. */
export function hashStretch(handle: FileHandle, fromByte: number, lengthBytes: number): Promise<string | null> {
  return new StretchReader(handle, Buffer.allocUnsafe(Math.max(1, Math.min(windowBytes, lengthBytes)))).hash(
    fromByte,
    lengthBytes,
  );
}

/** Hashes stretches of one file; stretches that follow each other share what was read. */
class StretchReader {
  readonly #handle: FileHandle;
  readonly #window: Buffer;
  #windowAt = 0;
  #inWindow = 0;

  constructor(handle: FileHandle, window: Buffer) {
    this.#handle = handle;
    this.#window = window;
  }

  async hash(fromByte: number, lengthBytes: number): Promise<string | null> {
    if (lengthBytes > largestSegmentBytes || lengthBytes < 0 || fromByte < 0) return null;
    const hash = createHash('sha256');
    const toByte = fromByte + lengthBytes;
    for (let at = fromByte; at < toByte;) {
      if (at < this.#windowAt || at >= this.#windowAt + this.#inWindow) {
        const { bytesRead } = await this.#handle.read(this.#window, 0, this.#window.length, at);
        this.#windowAt = at;
        this.#inWindow = bytesRead;
        if (bytesRead === 0) return null;
      }
      const from = at - this.#windowAt;
      const to = Math.min(this.#inWindow, toByte - this.#windowAt);
      hash.update(this.#window.subarray(from, to));
      at += to - from;
    }
    return hash.digest('hex');
  }
}
