import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { wait } from '../stage/start-stage.ts';
import type { PageOrder, PageSight } from './page-in-namespace.ts';

/** A participant's page in a namespace, as this process plays it. */
export type FarPage = Readonly<{
  reload(): void;
  /** Pictures of the hall that it decodes in so long. */
  picturesIn(lengthMs: number): Promise<number>;
  /** Ms until the next picture that it decodes. */
  nextPicture(limitMs: number): Promise<number>;
  complaints(): readonly string[];
  stop(): Promise<void>;
}>;

export async function startFarPage(namespace: string, order: PageOrder): Promise<FarPage> {
  const script = path.join(import.meta.dirname, 'page-in-namespace.ts');
  const inside = ['ip', 'netns', 'exec', namespace, process.execPath, script, JSON.stringify(order)];
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...inside], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let newest: PageSight = { pictures: 0, atMs: 0 };
  let complaints: readonly string[] = [];
  const seen = { isIn: false };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const told = JSON.parse(line) as { isIn?: true; sight?: PageSight; complaints?: readonly string[] };
    if (told.isIn) seen.isIn = true;
    if (told.sight !== undefined) newest = told.sight;
    if (told.complaints !== undefined) complaints = told.complaints;
  });
  async function until(holds: () => boolean, limitMs: number, what: string): Promise<void> {
    const endsAtMs = Date.now() + limitMs;
    while (!holds()) {
      if (Date.now() > endsAtMs) throw new Error(`waited ${String(limitMs)} ms in vain until ${what}`);
      await wait(20);
    }
  }
  await until(() => seen.isIn, 60_000, 'the page is open');
  return {
    reload: () => void child.stdin.write('reload\n'),
    async picturesIn(lengthMs) {
      const before = newest;
      await wait(lengthMs);
      return newest.pictures - before.pictures;
    },
    async nextPicture(limitMs) {
      const beganMs = Date.now();
      let last = newest.pictures;
      await until(
        () => {
          const isMore = newest.pictures > last && newest.atMs > beganMs;
          last = newest.pictures;
          return isMore;
        },
        limitMs,
        'the page shows the hall',
      );
      return Date.now() - beganMs;
    },
    complaints: () => complaints,
    async stop() {
      child.stdin.write('stop\n');
      await Promise.race([exit, wait(10_000)]);
      child.kill('SIGKILL');
    },
  };
}
