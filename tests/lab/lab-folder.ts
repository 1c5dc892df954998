import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const prefix = 'tarazy-lab-';

/** A process is told from a later one with the same number by its start time (field 22 of /proc/PID/stat). */
function startTicks(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Removes folders whose laboratory was killed before it could tidy up. Its processes died with it. */
function sweepAbandoned(): void {
  for (const name of readdirSync(os.tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = path.join(os.tmpdir(), name);
    try {
      const [pid = '', ticks] = readFileSync(path.join(folder, 'owner'), 'utf8').split(' ');
      if (startTicks(pid) !== ticks) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's folder, or one being made this moment: not ours to judge.
    }
  }
}

/** Makes a private folder under the system's temporary folder (short, because socket paths may have 107 bytes only). */
export function makeLabFolder(): string {
  sweepAbandoned();
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  writeFileSync(path.join(folder, 'owner'), `${String(process.pid)} ${startTicks(String(process.pid)) ?? ''}`);
  for (const name of ['run', 'home', 'logs']) mkdirSync(path.join(folder, name), { mode: 0o700 });
  return folder;
}
