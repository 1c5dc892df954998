import { readFileSync, readdirSync } from 'node:fs';

/** Sends a signal to this process's own children of one program. */
export function signalChildren(program: string, signal: 'SIGKILL' | 'SIGSTOP'): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
      if (name === program && Number(parent) === process.pid) process.kill(Number(pid), signal);
    } catch {
      // It ended meanwhile.
    }
  }
}
