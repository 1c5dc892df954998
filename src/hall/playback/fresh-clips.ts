import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../plumbing/index.ts';

/** By then it is heard; sooner, the disk would be busy just when it is to begin. */
const writtenAfterMs = 2000;
/** As many as one call of the system takes. */
const partsAtOnce = 1000;

/**
 * Clips that are played from memory until they lie on the disk, because whoever waits for words must not wait for a disk
 * that the record keeps busy. What the disk refuses stays here until the clip is forgotten.
 */
export class FreshClips {
  readonly #log: Log;
  readonly #parts = new Map<string, readonly Uint8Array[]>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #writes = new Set<Promise<void>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The whole of this file, in order; it can be played at once. */
  put(file: string, parts: readonly Uint8Array[]): void {
    this.#parts.set(file, parts);
    this.#timers.set(
      file,
      setTimeout(() => this.#write(file, parts), writtenAfterMs),
    );
  }

  /** Null when it lies on the disk, or is none of ours. */
  partsOf(file: string): readonly Uint8Array[] | null {
    return this.#parts.get(file) ?? null;
  }

  forget(file: string): void {
    clearTimeout(this.#timers.get(file));
    this.#timers.delete(file);
    this.#parts.delete(file);
  }

  /** The record needs the disk: what is not written yet is played from here as long as it lives. */
  keepOffDisk(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    for (const file of this.#parts.keys()) this.forget(file);
    await Promise.all(this.#writes);
  }

  #write(file: string, parts: readonly Uint8Array[]): void {
    const write = writeParts(file, parts)
      .then(() => this.forget(file))
      .catch((error: unknown) => this.#log.warn({ error: String(error) }, 'clip-not-laid-by'))
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }
}

async function writeParts(file: string, parts: readonly Uint8Array[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'wx');
  try {
    // Without joining them first, which would take as much memory once more.
    for (let at = 0; at < parts.length; at += partsAtOnce) await handle.writev(parts.slice(at, at + partsAtOnce));
  } finally {
    await handle.close();
  }
}
