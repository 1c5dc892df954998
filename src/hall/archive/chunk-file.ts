import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { findNextHeader, readChunk, type ReadChunk } from '#domain/record/chunk.ts';

/** A chunk log opened for reading. All offsets count from the start of the file. */
export class ChunkFile {
  readonly path: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, 'r');
  }

  get lengthBytes(): number {
    return fstatSync(this.#descriptor).size;
  }

  /** The bytes of [fromByte, toByte), fewer where the file ends. */
  read(fromByte: number, toByte: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(toByte, this.lengthBytes) - fromByte));
    let done = 0;
    while (done < bytes.length) {
      const got = readSync(this.#descriptor, bytes, done, bytes.length - done, fromByte + done);
      if (got === 0) break;
      done += got;
    }
    return bytes.subarray(0, done);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** What lies in a stretch of a chunk log: whole chunks, and between them what is none. */
export type Stretch =
  | Readonly<{
      is: 'chunk';
      at: number;
      lengthBytes: number;
      bytes: Uint8Array;
      chunk: Extract<ReadChunk, { state: 'whole' }>;
    }>
  | Readonly<{
      is: 'unreadable';
      at: number;
      lengthBytes: number;
      /** The bytes end inside a chunk: all there is at the end of a file that a crash left. */
      isTorn: boolean;
    }>;

const windowBytes = 8 * 1024 * 1024;

/**
 * Walks [fromByte, toByte) of a chunk log, reading it in windows, and finds its way again behind a damaged place.
 * Every byte of the stretch is in exactly one of the pieces given.
 */
export function* walkChunks(
  file: ChunkFile,
  fromByte: number,
  toByte = file.lengthBytes,
): Generator<Stretch, void, undefined> {
  const end = Math.min(toByte, file.lengthBytes);
  let at = fromByte;
  let badFrom: number | null = null;
  let windowAt = at;
  let window = file.read(at, Math.min(end, at + windowBytes));
  while (at < end) {
    let chunk = readChunk(window, at - windowAt);
    if (chunk.state !== 'whole' && windowAt + window.length < end && at !== windowAt) {
      windowAt = at;
      window = file.read(at, Math.min(end, at + windowBytes));
      chunk = readChunk(window, 0);
    }
    if (chunk.state === 'whole') {
      if (badFrom !== null) yield { is: 'unreadable', at: badFrom, lengthBytes: at - badFrom, isTorn: false };
      badFrom = null;
      const from = at - windowAt;
      yield {
        is: 'chunk',
        at,
        lengthBytes: chunk.lengthBytes,
        bytes: window.subarray(from, from + chunk.lengthBytes),
        chunk,
      };
      at += chunk.lengthBytes;
      continue;
    }
    badFrom ??= at;
    const next = findNextHeader(window, at - windowAt + 1);
    if (next >= 0) {
      at = windowAt + next;
    } else if (windowAt + window.length >= end) {
      break;
    } else {
      // A header may lie across the border of two windows.
      at = Math.max(at + 1, windowAt + window.length - 128);
      windowAt = at;
      window = file.read(at, Math.min(end, at + windowBytes));
    }
  }
  if (badFrom !== null) yield { is: 'unreadable', at: badFrom, lengthBytes: end - badFrom, isTorn: true };
}
