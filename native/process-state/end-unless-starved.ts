import { linuxProcessState } from './linux.ts';
import type { ProcessState } from './process-state.ts';

const sampleMs = 200;
const restMs = 300;
/** One that gets no processor for so long serves nobody either. */
const patienceMs = 8000;

/** What the process does in the next `overMs`. Windows counts no waiting of threads, so there it is `unknown`. */
export function processState(pid: number, overMs: number = sampleMs): Promise<ProcessState> {
  return process.platform === 'linux' ? linuxProcessState(pid, overMs) : Promise.resolve('unknown');
}

/**
 * Ends a process that was silent for too long, but not one that only waits for a busy processor: to start it anew would
 * cost the record more than to let it come. It is let be when it runs again after it waited.
 */
export async function endUnlessStarved(pid: number, end: () => void): Promise<void> {
  const sinceMs = performance.now();
  let state = await processState(pid);
  if (state !== 'waits') {
    end();
    return;
  }
  while (state === 'waits' && performance.now() - sinceMs < patienceMs) {
    await new Promise((resolve) => setTimeout(resolve, restMs));
    state = await processState(pid);
  }
  if (state === 'waits' || state === 'stands') end();
}
