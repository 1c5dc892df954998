import { readFileSync } from 'node:fs';
import { processTree } from '../measure/tree-cpu.ts';

/** Clock ticks a second in /proc/<pid>/stat, on every Linux that Debian builds. */
const ticksPerSecond = 100;

/** Seconds since boot, as the kernel counts process starts. */
function uptimeMs(): number {
  return Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) * 1000;
}

/**
 * When the first process called `command` under `root` was started, in ms of this process's `performance.now`, true to
 * one clock tick (10 ms). Waits for it up to `limitMs`.
 */
export async function startOfChild(root: number, command: string, limitMs: number): Promise<number> {
  const endsAt = performance.now() + limitMs;
  while (performance.now() < endsAt) {
    const child = processTree(root)
      .filter((process) => process.command === command)
      .sort((a, b) => a.pid - b.pid)[0];
    if (child !== undefined) {
      const stat = readFileSync(`/proc/${String(child.pid)}/stat`, 'latin1');
      const startedTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
      return performance.now() - (uptimeMs() - (startedTicks / ticksPerSecond) * 1000);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no ${command} was started within ${String(limitMs)} ms`);
}
