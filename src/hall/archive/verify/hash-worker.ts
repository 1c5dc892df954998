/*
 * A thread that reads and hashes stretches of files and says which are not what they should be. Reading and hashing in one
 * place measured a little cheaper than having the pool's threads read; and the hall goes on meanwhile.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

export type Stretch = Readonly<{ offsetBytes: number; lengthBytes: number; sha256: string }>;
type HashedStretches = Readonly<{ file: string; stretches: readonly Stretch[] }>;
/** `givesWay`: rests twice as long as it works, so that it is neither felt by whoever reads the disk nor takes a core. */
export type HashOrder = Readonly<{ files: readonly HashedStretches[]; givesWay: boolean }>;
/** How much was looked at since the last word, or at the end which stretches of which file are others. */
export type HashWord = Readonly<{ bytes: number }> | Readonly<{ changed: readonly (readonly number[])[] }>;

/** Read at once: as much as stays in the processor's own memory until it is hashed. */
const windowBytes = 512 * 1024;
const tellAfterBytes = 32 * 1024 * 1024;
/** Beyond this a length is no segment's, whoever wrote it. */
const largestStretchBytes = 512 * 1024 * 1024;
const window = Buffer.allocUnsafeSlow(windowBytes);
const { files, givesWay } = workerData as HashOrder;
const nobody = new Int32Array(new SharedArrayBuffer(4));
const restShare = 2;

function tell(word: HashWord): void {
  parentPort?.postMessage(word);
}

/** Null where the file ends before the stretch does, or the disk does not give it. */
function hashOf(descriptor: number, { offsetBytes, lengthBytes }: Stretch): string | null {
  if (lengthBytes > largestStretchBytes || lengthBytes < 0 || offsetBytes < 0) return null;
  const hash = createHash('sha256');
  const toByte = offsetBytes + lengthBytes;
  for (let at = offsetBytes; at < toByte;) {
    const beganMs = performance.now();
    const read = readSync(descriptor, window, 0, Math.min(windowBytes, toByte - at), at);
    if (read === 0) return null;
    hash.update(window.subarray(0, read));
    at += read;
    if (givesWay) Atomics.wait(nobody, 0, 0, (performance.now() - beganMs) * restShare);
  }
  return hash.digest('hex');
}

let untoldBytes = 0;
function changedIn({ file, stretches }: HashedStretches): readonly number[] {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    // Missing bytes are other bytes.
  }
  try {
    return stretches.flatMap((stretch, at) => {
      let isSame = false;
      try {
        isSame = descriptor !== null && hashOf(descriptor, stretch) === stretch.sha256;
      } catch {
        // What the disk does not give is not what was written.
      }
      untoldBytes += stretch.lengthBytes;
      if (untoldBytes >= tellAfterBytes) {
        tell({ bytes: untoldBytes });
        untoldBytes = 0;
      }
      return isSame ? [] : [at];
    });
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

const changed = files.map(changedIn);
tell({ bytes: untoldBytes });
tell({ changed });
