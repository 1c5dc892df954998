import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { startChild } from '../plumbing/index.ts';
import type { RangePiece } from './read-range.ts';

/** A new file made from the record. */
export type MadeCopy = Readonly<{ path: string; sha256: string }>;

export type ExportTools = Readonly<{ ffmpegPath: string; ffprobePath: string }>;
export type TellProgress = (doneShare: number, remainingMs: number | null) => void;

const limitMs = 6 * 3_600_000;
const hashPieceBytes = 1024 * 1024;

export type CopyOrder = Readonly<{
  out: string;
  /** Making the file takes this share of the time, hashing it the rest. */
  makingShare: number;
  endsAtMs: number;
  tell: TellProgress;
}>;

/**
 * Has a file made beside `out` and gives it that name once it is whole. Refuses `archive.target-exists`; fails
 * `archive.export-failed` or `archive.unwritable`, leaving no half file.
 */
export async function newCopy(
  { out, makingShare, endsAtMs, tell }: CopyOrder,
  make: (whole: string, workFolder: string, tellAtMs: (atMs: number) => void) => Promise<boolean>,
): Promise<Outcome<MadeCopy>> {
  if (existsSync(out)) return failed(fault('archive.target-exists', { path: out }));
  let workFolder: string | null = null;
  try {
    workFolder = mkdtempSync(path.join(path.dirname(out), '.export-'));
    const whole = path.join(workFolder, 'whole');
    const timed = progressOver(tell);
    const isMade = await make(whole, workFolder, (atMs) => timed((makingShare * atMs) / endsAtMs));
    if (!isMade) return failed(fault('archive.export-failed', { path: out }));
    const lengthBytes = statSync(whole).size;
    const sha256 = await hashFile(whole, (bytes) => timed(makingShare + ((1 - makingShare) * bytes) / lengthBytes));
    if (!giveName(whole, out)) return failed(fault('archive.target-exists', { path: out }));
    tell(1, 0);
    return done({ path: out, sha256 });
  } catch (error) {
    // Only the file system throws here: a full, unplugged or missing target.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return failed(fault('archive.unwritable', { path: out }));
  } finally {
    if (workFolder !== null) rmSync(workFolder, { recursive: true, force: true });
  }
}

/** The head of the first epoch, then the chunks of every piece, each read out of the file in which it lies. */
export function listOf(pieces: readonly RangePiece[]): string {
  const part = (file: string, fromByte: number, toByte: number): string =>
    `subfile,,start,${String(fromByte)},end,${String(toByte)},,:${file}\n`;
  const [first] = pieces;
  const head = first === undefined ? '' : part(first.file, 0, first.head.length);
  return head + pieces.map((piece) => part(piece.file, piece.fromByte, piece.toByte)).join('');
}

/** True when it ended well. `isPatient`: it gives way to everything that records. */
export function runFfmpeg(
  command: string,
  args: readonly string[],
  tellAtMs: (atMs: number) => void,
  isPatient = false,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = startChild({
      command,
      hasLowPriority: isPatient,
      args: ['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1', ...args],
      onStdout: (bytes) => {
        const atUs = /out_time_us=(\d+)/.exec(bytes.toString('latin1'))?.[1];
        if (atUs !== undefined) tellAtMs(Number(atUs) / 1000);
      },
      onExit: ({ code }) => {
        clearTimeout(limit);
        resolve(code === 0);
      },
    });
    const limit = setTimeout(() => void child.stop({ graceMs: 1000 }), limitMs);
  });
}

function progressOver(tell: TellProgress): (share: number) => void {
  const startedAt = performance.now();
  return (asked) => {
    const share = Math.min(Math.max(asked, 0), 0.999);
    tell(share, share > 0.01 ? ((performance.now() - startedAt) * (1 - share)) / share : null);
  };
}

/** False where another file has come under this name meanwhile. Disks without hard links (FAT) take a plain rename. */
function giveName(whole: string, out: string): boolean {
  try {
    linkSync(whole, out);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(out)) return false;
    renameSync(whole, out);
    return true;
  }
}

/** Through one piece of memory: new memory for every piece costs more than hashing it. */
async function hashFile(file: string, tellBytes: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafeSlow(hashPieceBytes);
  const handle = await open(file, 'r');
  try {
    for (let doneBytes = 0; ;) {
      const { bytesRead } = await handle.read(piece, 0, piece.length, doneBytes);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, bytesRead));
      doneBytes += bytesRead;
      tellBytes(doneBytes);
    }
  } finally {
    await handle.close();
  }
}
