import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const pieceBytes = 256 * 1024;

/** Waits as long as is owed for the bytes that were moved, so that the other disk's work never crowds the record's. */
export type Pace = (movedBytes: number) => Promise<void>;

export function lengthOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Copies [fromByte, toByte) as it lies on the main disk now to the same place, and forces it to the other disk. Gives where it came to. */
export async function copyBytes(
  from: string,
  to: string,
  range: Readonly<{ fromByte: number; toByte: number }>,
  pace: Pace,
): Promise<number> {
  mkdirSync(path.dirname(to), { recursive: true });
  const source = openSync(from, 'r');
  const target = openSync(to, existsSync(to) ? 'r+' : 'wx+');
  try {
    const piece = Buffer.allocUnsafe(Math.max(1, Math.min(pieceBytes, range.toByte - range.fromByte)));
    let at = range.fromByte;
    while (at < range.toByte) {
      const got = readSync(source, piece, 0, Math.min(piece.length, range.toByte - at), at);
      // The main file was cut meanwhile.
      if (got === 0) break;
      for (let done = 0; done < got;) done += writeSync(target, piece, done, got - done, at + done);
      at += got;
      await pace(got);
    }
    fdatasyncSync(target);
    return at;
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

export function cutTo(file: string, lengthBytes: number): void {
  const descriptor = openSync(file, 'r+');
  try {
    if (fstatSync(descriptor).size > lengthBytes) ftruncateSync(descriptor, lengthBytes);
    fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** SHA-256 of a stretch of a file as it is read back; null where the file ends before it. */
export async function hashBack(
  file: string,
  range: Readonly<{ fromByte: number; toByte: number }>,
  pace: Pace,
): Promise<string | null> {
  if (lengthOf(file) < range.toByte) return null;
  const descriptor = openSync(file, 'r');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let at = range.fromByte; at < range.toByte;) {
      const got = readSync(descriptor, piece, 0, Math.min(piece.length, range.toByte - at), at);
      if (got === 0) return null;
      hash.update(piece.subarray(0, got));
      at += got;
      await pace(got);
    }
    return hash.digest('hex');
  } finally {
    closeSync(descriptor);
  }
}
