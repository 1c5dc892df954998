import { statfsSync } from 'node:fs';
import type { HallState } from '#contract/papers.ts';

/** `growthBps`: bits a second by which the record really grew lately; null before that is known. */
export type DiskSight = Readonly<{ growthBps: number | null; queue: HallState['disk']['queue'] }>;

/** Free bytes for us on the disk that holds `folder`; 0 when it cannot be told. */
export function freeBytesAt(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** Whether the system said that there is no room (ENOSPC, EDQUOT) rather than that the disk is sick. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
