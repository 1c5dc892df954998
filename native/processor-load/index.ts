/*
 * Owns: how busy the processor is, who waits for it, and how hot it is.
 * Promises: what a system does not tell is null and never a guess. Temperatures are told by Linux alone: Windows has them
 * only through drivers of the maker.
 * Never: changes a priority or a clock rate.
 */
import os from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { readLinuxSigns } from './linux.ts';
import { nothingTold, type ProcessorSigns } from './processor-load.ts';

export type ProcessorReading = ProcessorSigns & Readonly<{ cores: number; busyShare: number }>;

function ticks(): Readonly<{ busy: number; all: number }> {
  const sum = (of: (times: os.CpuInfo['times']) => number): number =>
    os.cpus().reduce((total, { times }) => total + of(times), 0);
  const busy = sum(({ user, nice, sys, irq }) => user + nice + sys + irq);
  return { busy, all: busy + sum(({ idle }) => idle) };
}

/** Looks for so long. `busyShare` is of all cores together; work of low priority counts like any other. */
export async function readProcessor(lookForMs: number, signal?: AbortSignal): Promise<ProcessorReading> {
  const before = ticks();
  await wait(lookForMs, undefined, signal === undefined ? {} : { signal });
  const after = ticks();
  return {
    cores: os.availableParallelism(),
    busyShare: (after.busy - before.busy) / Math.max(1, after.all - before.all),
    ...(process.platform === 'linux' ? readLinuxSigns() : nothingTold),
  };
}
