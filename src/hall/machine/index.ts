/**
 * The hall's PC itself: its disk, clock and processor.
 * Owns: what is read of them and what is said of it, for the check and for the doctor alike.
 * Promises: the disk is tried by writing and flushing, in the hall's own folder, and nothing of it is left there; what cannot be
 * read is never called good. Never does: write beside a running record, set a clock, change a priority.
 * Woken by: the check's probes and the command line. Closed by: nobody, it holds nothing open.
 */
import type { CheckItem } from '#domain/check/check-item.ts';
import { readProcessor } from '../../../native/processor-load/index.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeDisk, type DiskNeeds } from './judge-disk.ts';
import { judgeProcessor } from './judge-processor.ts';
import { clockServers, readClock } from './read-clock.ts';
import { readDisk } from './read-disk.ts';

export { readProcessor } from '../../../native/processor-load/index.ts';
export { judgeClock } from './judge-clock.ts';
export { judgeDisk } from './judge-disk.ts';
export { judgeProcessor } from './judge-processor.ts';
export { clockServers, readClock } from './read-clock.ts';
export { readDisk } from './read-disk.ts';

/** Each looks and judges; none throws but for a bug. */
export type Machine = Readonly<{
  /** `isHearing`: a hearing is recorded, and the disk is not written to. */
  disk(needs: DiskNeeds, isHearing: boolean): Promise<CheckItem>;
  clock(): Promise<CheckItem>;
  processor(signal: AbortSignal): Promise<CheckItem>;
}>;

const diskLimitMs = 6000;
const clockLimitMs = 1500;
/** After the devices of the test recording have opened. */
const processorLookMs = 4000;

export function openMachine(
  needs: Readonly<{ folder: string; env: Readonly<Record<string, string | undefined>> }>,
): Machine {
  return {
    disk: async (wanted, isHearing) => judgeDisk(isHearing ? null : await readDisk(needs.folder, diskLimitMs), wanted),
    clock: async () => judgeClock(await readClock(clockServers(needs.env), clockLimitMs)),
    processor: async (signal) => judgeProcessor(await readProcessor(processorLookMs, signal), true),
  };
}
