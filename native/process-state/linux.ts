import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessState } from './process-state.ts';

type Thread = Readonly<{ ranNs: number; waitedNs: number }>;

/** Every thread's time on the processor and its time ready for it (proc(5), schedstat). */
function threadsOf(pid: number): ReadonlyMap<string, Thread> {
  const folder = `/proc/${String(pid)}/task`;
  const threads = new Map<string, Thread>();
  for (const thread of readdirSync(folder)) {
    try {
      const [ranNs, waitedNs] = readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ').map(Number);
      threads.set(thread, { ranNs: ranNs ?? 0, waitedNs: waitedNs ?? 0 });
    } catch {
      // The thread ended meanwhile.
    }
  }
  return threads;
}

/** A thread that was kept waiting for more than half of the time. */
const waitsFrom = 0.5;

export async function linuxProcessState(pid: number, overMs: number): Promise<ProcessState> {
  try {
    const before = threadsOf(pid);
    const sinceMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, overMs));
    const after = threadsOf(pid);
    const passedNs = (performance.now() - sinceMs) * 1e6;
    const changes = [...after].flatMap(([thread, now]) => {
      const then = before.get(thread);
      return then === undefined ? [] : [{ ran: now.ranNs - then.ranNs, waited: now.waitedNs - then.waitedNs }];
    });
    if (changes.some(({ waited }) => waited > passedNs * waitsFrom)) return 'waits';
    return changes.some(({ ran }) => ran > 0) ? 'runs' : 'stands';
  } catch {
    return 'unknown';
  }
}
