import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Segment } from '#domain/journal/entries.ts';
import type { HashOrder, HashWord } from './hash-worker.ts';

/** One file of the record and what the journal says lies in it. */
export type HashedFile = Readonly<{ file: string; segments: readonly Segment[] }>;

const windowBytes = 1024 * 1024;

/**
 * The segments whose stored bytes are not those that were journaled, by file. Missing bytes and missing files count as other bytes. With a
 * signal it gives way to everybody, and rejects when it is told to end.
 */
export function findChangedSegments(
  files: readonly HashedFile[],
  onBytes: (bytes: number) => void,
  signal: AbortSignal | null = null,
): Promise<ReadonlyMap<string, ReadonlySet<Segment>>> {
  const order: HashOrder = {
    files: files.map(({ file, segments }) => ({
      file,
      stretches: segments.map(({ offsetBytes, lengthBytes, sha256 }) => ({ offsetBytes, lengthBytes, sha256 })),
    })),
    givesWay: signal !== null,
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { workerData: order });
    worker.on('message', (word: HashWord) => {
      if ('bytes' in word) {
        onBytes(word.bytes);
        return;
      }
      const changedOf = ({ segments }: HashedFile, at: number): ReadonlySet<Segment> =>
        new Set(segments.filter((_, index) => word.changed[at]?.includes(index)));
      resolve(new Map(files.map((each, at) => [each.file, changedOf(each, at)])));
    });
    signal?.addEventListener('abort', () => void worker.terminate(), { once: true });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      reject(new Error(`the hashing thread ended with ${String(code)}`));
    });
  });
}

/** SHA-256, lower-case hex, of a stretch of a file; null when the file ends before it does. */
export async function hashStretch(handle: FileHandle, fromByte: number, lengthBytes: number): Promise<string | null> {
  const hash = createHash('sha256');
  const window = Buffer.allocUnsafe(Math.max(1, Math.min(windowBytes, lengthBytes)));
  for (let done = 0; done < lengthBytes;) {
    const { bytesRead } = await handle.read(window, 0, Math.min(window.length, lengthBytes - done), fromByte + done);
    if (bytesRead === 0) return null;
    hash.update(window.subarray(0, bytesRead));
    done += bytesRead;
  }
  return hash.digest('hex');
}
