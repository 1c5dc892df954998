import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { systemClock } from './clock.ts';
import { isAlive, processStartedAt } from './process-identity.ts';

/** Who holds the data folder. */
export type LockHolder = Readonly<{ pid: number; startedAt: string | null; bootId: string }>;

/** Takes the data folder for this process, or refuses with `system.second-instance`. A dead holder's lock is taken over. */
export function takeLock(runFolder: string): Outcome<Readonly<{ release(): void }>> {
  mkdirSync(runFolder, { recursive: true, mode: 0o700 });
  const file = path.join(runFolder, 'lock');
  const mine = JSON.stringify({
    pid: process.pid,
    startedAt: processStartedAt(process.pid),
    bootId: systemClock.bootId,
  } satisfies LockHolder);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      return done({ release: () => releaseLock(file, mine) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = readText(file);
    const holder = parseHolder(found);
    if (holder !== null && isHolding(holder)) return failed(fault('system.second-instance', { pid: holder.pid }));
    removeStale(file, found);
  }
  return failed(fault('system.second-instance', { pid: 0 }));
}

/** Who holds the data folder right now; null when nobody does. */
export function readLockHolder(runFolder: string): LockHolder | null {
  const holder = parseHolder(readText(path.join(runFolder, 'lock')));
  return holder !== null && isHolding(holder) ? holder : null;
}

function isHolding(holder: LockHolder): boolean {
  return (
    holder.bootId === systemClock.bootId && isAlive(holder.pid) && processStartedAt(holder.pid) === holder.startedAt
  );
}

function releaseLock(file: string, mine: string): void {
  if (readText(file) === mine) rmSync(file, { force: true });
}

/** Two starters may find the same dead lock: only the one that moves away exactly what it read goes on; a fresh lock is put back. */
function removeStale(file: string, found: string | null): void {
  const aside = `${file}.stale-${String(process.pid)}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readText(aside) === found) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parseHolder(text: string | null): LockHolder | null {
  try {
    const holder = JSON.parse(text ?? '') as Partial<LockHolder>;
    if (typeof holder.pid !== 'number' || typeof holder.bootId !== 'string') return null;
    return { pid: holder.pid, startedAt: holder.startedAt ?? null, bootId: holder.bootId };
  } catch {
    return null;
  }
}
