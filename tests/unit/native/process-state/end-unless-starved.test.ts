import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { endUnlessStarved, processState } from '../../../../native/process-state/index.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A process on the first processor only; `niceness` 19 comes last there. */
function start(script: string, niceness = 0): number {
  const child = spawn('taskset', ['-c', '0', 'nice', '-n', String(niceness), process.execPath, '-e', script], {
    stdio: 'ignore',
  });
  started.push(child);
  return child.pid!;
}
const spin = 'for (;;);';

function stateLetter(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
  return stat[stat.lastIndexOf(')') + 2];
}

describe.skipIf(process.platform !== 'linux')('a process that is silent', () => {
  test('stands when it was stopped, and is ended at once', async () => {
    const pid = start(spin);
    await pause(300);
    process.kill(pid, 'SIGSTOP');
    // The signal is taken only when the process comes to its turn.
    while (stateLetter(pid) !== 'T') await pause(5);
    let endedMs = Infinity;
    const sinceMs = performance.now();
    expect(await processState(pid)).toBe('stands');
    await endUnlessStarved(pid, () => (endedMs = performance.now() - sinceMs));
    expect(endedMs).toBeLessThan(2000);
  });

  test('waits when others have the processor, and is let be when it runs again', async () => {
    const rivals = [start(spin), start(spin), start(spin)];
    const pid = start('setInterval(() => {}, 5)', 19);
    await pause(1500);
    const starved = start(spin, 19);
    await pause(500);
    expect(await processState(starved, 400)).toBe('waits');
    let isEnded = false;
    const judged = endUnlessStarved(starved, () => (isEnded = true));
    await pause(1000);
    for (const rival of [...rivals, pid]) process.kill(rival, 'SIGKILL');
    await judged;
    expect(isEnded).toBe(false);
  });

  test('that runs and still says nothing is ended', async () => {
    const pid = start('setInterval(() => {}, 5)');
    await pause(500);
    let isEnded = false;
    await endUnlessStarved(pid, () => (isEnded = true));
    expect(isEnded).toBe(true);
  });

  test('that is gone is nobody’s', async () => {
    const pid = start('0');
    await pause(500);
    expect(await processState(pid)).toBe('unknown');
  });
});
