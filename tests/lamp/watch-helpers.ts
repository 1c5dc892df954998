import { processTree } from '../measure/tree-cpu.ts';

const lookEveryMs = 300;

/**
 * Notes when a helper of the hall's browser was gone, by `performance.now`. The lab's cameras make Chromium's capture helper
 * crash about once in fifty starts; the alarm that says so is right.
 */
export function watchHelpers(hallPid: () => number): Readonly<{ goneMs: readonly number[]; stop(): void }> {
  const goneMs: number[] = [];
  let before = new Set<number>();
  const looking = setInterval(() => {
    const helpers = processTree(hallPid()).filter(({ command }) => /^electron (\w+Service|gpu-process)$/.test(command));
    const now = new Set(helpers.map(({ pid }) => pid));
    if ([...before].some((pid) => !now.has(pid))) goneMs.push(performance.now());
    before = now;
  }, lookEveryMs);
  return { goneMs, stop: () => clearInterval(looking) };
}
