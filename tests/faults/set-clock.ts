import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A wall clock of one process that a test can set; the machine's own is not touched. */
export type SettableClock = Readonly<{ env: Readonly<Record<string, string>>; setBackBy(seconds: number): void }>;

export function makeSettableClock(folder: string): SettableClock {
  const library = path.join(folder, 'set-clock.so');
  const file = path.join(folder, 'clock-offset');
  execFileSync('gcc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-o',
    library,
    path.join(import.meta.dirname, 'set-clock.c'),
    '-ldl',
  ]);
  writeFileSync(file, Buffer.alloc(8));
  return {
    env: { LD_PRELOAD: library, SET_CLOCK_FILE: file },
    setBackBy(seconds) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(-seconds));
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, bytes, 0, 8, 0);
      closeSync(descriptor);
    },
  };
}
