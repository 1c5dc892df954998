import path from 'node:path';
import { fault, type Fault } from '#domain/faults.ts';
import { startChild, type Child, type Clock, type Log } from '../plumbing/index.ts';
import type { CopierSays, CopyTrouble } from './copy-talk.ts';

/** What windows show of the copy. `lagMs`: how old what it lacks may be; null until it was whole for the first time. */
export type CopyShown = Readonly<{ folder: string; lagMs: number | null; trouble: Fault | null; waiting: number }>;

export type SecondCopy = Readonly<{
  /** Copies to this folder from now on; null: nowhere. */
  copyTo(folder: string | null): void;
  /** Null while there is no second place. */
  shown(): CopyShown | null;
  close(): Promise<void>;
}>;

export type CopyNeeds = Readonly<{
  clock: Pick<Clock, 'monotonicUs'>;
  log: Log;
  archiveFolder: string;
  keysFolder: string;
  /** Remembers which place was taken. */
  takenFile: string;
  onFault(fault: Fault): void;
  onRecovered(fault: Fault): void;
}>;

/** A pass takes a second or two; older than this the copy is behind, whatever its writer says or does not say. */
const behindFromMs = 30_000;
const lookEveryMs = 1000;
const restartAfterMs = 3000;

/** Keeps the copier running and judges it by what it says and by what it leaves unsaid. */
export function keepSecondCopy(needs: CopyNeeds): SecondCopy {
  let folder: string | null = null;
  let child: Child | null = null;
  let wholeAtUs: number | null = null;
  let begunUs = 0;
  let waiting = 0;
  let trouble: Fault | null = null;
  let sameDisk: Fault | null = null;
  let restart: NodeJS.Timeout | null = null;
  const looking = setInterval(() => look(), lookEveryMs);
  looking.unref();

  const lagMs = (): number => (needs.clock.monotonicUs() - (wholeAtUs ?? begunUs)) / 1000;

  function change(next: Fault | null): void {
    if (trouble?.key === next?.key) return;
    if (trouble !== null) needs.onRecovered(trouble);
    trouble = next;
    if (next !== null) needs.onFault(next);
  }

  function look(): void {
    if (folder === null || trouble !== null || lagMs() < behindFromMs) return;
    change(fault('copy.behind', { folder }));
  }

  function hear(said: CopierSays): void {
    if (said.is === 'trouble') change(troubleFault(said.what, said.where));
    else {
      wholeAtUs = said.startedUs;
      waiting = said.waiting;
      change(null);
      tellSameDisk(said.isSameDisk);
    }
  }

  function tellSameDisk(isSo: boolean): void {
    if (isSo === (sameDisk !== null)) return;
    if (sameDisk !== null) needs.onRecovered(sameDisk);
    sameDisk = isSo ? fault('copy.same-disk', { folder: folder ?? '' }) : null;
    if (sameDisk !== null) needs.onFault(sameDisk);
  }

  function start(to: string): void {
    let rest = '';
    const copier = startChild({
      command: process.execPath,
      args: [path.join(import.meta.dirname, 'copier.ts'), needs.archiveFolder, to, needs.takenFile, needs.keysFolder],
      stdin: 'pipe',
      hasLowPriority: true,
      onStdout: (bytes) => {
        const lines = (rest + bytes.toString('utf8')).split('\n');
        rest = lines.pop() ?? '';
        if (child === copier) for (const line of lines) hear(JSON.parse(line) as CopierSays);
      },
      onStderrLine: (line) => needs.log.warn({ line }, 'copier-said'),
      onExit: ({ code, signal, error }) => {
        if (child !== copier) return;
        child = null;
        needs.log.warn({ code, signal, error }, 'copier-ended');
        restart = setTimeout(() => start(to), restartAfterMs);
      },
    });
    child = copier;
  }

  async function stop(): Promise<void> {
    if (restart !== null) clearTimeout(restart);
    restart = null;
    const leaving = child;
    child = null;
    leaving?.end();
    // One that hangs on a dead share cannot even be killed; it ends by itself when the share answers, and is not waited for.
    await Promise.race([leaving?.stop({ graceMs: 1000 }), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  }

  return {
    copyTo(next) {
      if (next === folder) return;
      void stop();
      change(null);
      tellSameDisk(false);
      folder = next;
      wholeAtUs = null;
      begunUs = needs.clock.monotonicUs();
      waiting = 0;
      if (next === null) return;
      start(next);
    },
    shown: () =>
      folder === null ? null : { folder, lagMs: wholeAtUs === null ? null : Math.round(lagMs()), trouble, waiting },
    async close() {
      clearInterval(looking);
      await stop();
    },
  };
}

function troubleFault(what: CopyTrouble, where: string): Fault {
  switch (what) {
    case 'gone':
      return fault('copy.gone', { folder: where });
    case 'full':
      return fault('copy.full', { folder: where });
    case 'unwritable':
      return fault('copy.unwritable', { folder: where });
    case 'differs':
      return fault('copy.differs', { file: where });
  }
}
