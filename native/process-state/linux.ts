import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessState } from './process-state.ts';

type Thread = Readonly<{ ranNs: number; waitedNs: number; isReady: boolean }>;

/** Every thread's time on the processor, its time ready for it, and whether it is ready now (proc(5), schedstat and stat). */
function threadsOf(pid: number): ReadonlyMap<string, Thread> {
  const folder = `/proc/${String(pid)}/task`;
  const threads = new Map<string, Thread>();
  for (const thread of readdirSync(folder)) {
    try {
      const [ranNs, waitedNs] = readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ').map(Number);
      const stat = readFileSync(`${folder}/${thread}/stat`, 'latin1');
      const isReady = stat[stat.lastIndexOf(')') + 2] === 'R';
      threads.set(thread, { ranNs: ranNs ?? 0, waitedNs: waitedNs ?? 0, isReady });
    } catch {
      // The thread ended meanwhile.
    }
  }
  return threads;
}

/**
 * The system counts a wait only when it is over. A thread that is ready at both ends waited whenever it did not run: the
 * wait that goes on may be nearly all of the time.
 */
function waitedIn(then: Thread, now: Thread, passedNs: number): number {
  const counted = now.waitedNs - then.waitedNs;
  return then.isReady && now.isReady ? Math.max(counted, passedNs - (now.ranNs - then.ranNs)) : counted;
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
      return then === undefined ? [] : [{ ran: now.ranNs - then.ranNs, waited: waitedIn(then, now, passedNs) }];
    });
    if (changes.some(({ waited }) => waited > passedNs * waitsFrom)) return 'waits';
    return changes.some(({ ran }) => ran > 0) ? 'runs' : 'stands';
  } catch {
    return 'unknown';
  }
}
