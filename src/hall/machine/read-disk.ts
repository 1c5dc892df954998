import { randomBytes, randomUUID } from 'node:crypto';
import { open, readdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * `refused`: the system said no to a file, a write or a flush; `still`: it said nothing for so long. `full`: there is no room
 * even for the probe.
 */
export type DiskReading = Readonly<
  | { kind: 'read'; freeBytes: number; medianSyncMs: number; worstSyncMs: number; writtenBps: number }
  | { kind: 'refused' | 'full' | 'still'; freeBytes: number }
>;

/** As much as a second of four cameras and eight microphones, written as chunks are: each on the disk before the next. */
const pieceBytes = 256 * 1024;
const usualPieces = 24;
/** A slow disk is known to be slow after less. */
const enoughAfterMs = 2500;
const prefix = '.disk-probe-';
const fullCodes = ['ENOSPC', 'EDQUOT'];

/**
 * Writes some megabytes of chance into the folder, flushes every piece (fdatasync) and removes them. Chance, because a disk that
 * packs would take zeros faster than a record. A disk that hangs is waited for no longer than `limitMs`; its file goes when it answers.
 */
export async function readDisk(folder: string, limitMs: number, pieces = usualPieces): Promise<DiskReading> {
  const freeBytes = await Promise.race([roomOn(folder), wait(limitMs, 0, { ref: false })]);
  const stopped = { isStopped: false };
  const written = writeProbe(folder, pieces, stopped).catch((error: unknown): Omit<Refused, 'freeBytes'> => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: fullCodes.includes(code) ? 'full' : 'refused' };
  });
  const still = wait(limitMs, { kind: 'still' } as const, { ref: false });
  const reading = await Promise.race([written, still]);
  stopped.isStopped = true;
  return { ...reading, freeBytes };
}
type Refused = Extract<DiskReading, { kind: 'refused' | 'full' | 'still' }>;

async function roomOn(folder: string): Promise<number> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? 0 : disk.bavail * disk.bsize;
}

async function writeProbe(
  folder: string,
  pieces: number,
  stopped: Readonly<{ isStopped: boolean }>,
): Promise<Omit<Extract<DiskReading, { kind: 'read' }>, 'freeBytes'>> {
  await removeOld(folder);
  const file = path.join(folder, `${prefix}${randomUUID()}`);
  const bytes = randomBytes(pieceBytes);
  const handle = await open(file, 'wx', 0o600);
  const times: number[] = [];
  try {
    const startedMs = performance.now();
    while (times.length < pieces && !stopped.isStopped && performance.now() - startedMs < enoughAfterMs) {
      // No piece is like another, and making all of them would be measured with them.
      randomBytes(4096).copy(bytes, (times.length * 4096) % pieceBytes);
      const beganMs = performance.now();
      await handle.write(bytes);
      await handle.datasync();
      times.push(performance.now() - beganMs);
    }
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
  const sumMs = times.reduce((sum, each) => sum + each, 0);
  return {
    kind: 'read',
    medianSyncMs: times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0,
    worstSyncMs: Math.max(0, ...times),
    writtenBps: sumMs === 0 ? 0 : (times.length * pieceBytes * 8000) / sumMs,
  };
}

/** A service that was killed meanwhile left its own behind. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(prefix)) await rm(path.join(folder, name), { force: true });
}
