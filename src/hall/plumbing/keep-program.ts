import { readFileSync, rmSync } from 'node:fs';
import { startChild, type Child } from './child.ts';
import { endTree } from './end-tree.ts';
import { writeFileAtomically } from './files.ts';
import type { Log } from './log.ts';
import { isAlive, processStartedAt } from './process-identity.ts';

type Run = Readonly<{ pid: number; startedAt: string | null }>;

export type KeptOrder = Readonly<{
  /** For the log. */
  name: string;
  /** Made anew for every start. */
  command(): Readonly<{ command: string; args: readonly string[]; env: Readonly<Record<string, string | undefined>> }>;
  /** Says who runs, for a service that starts while the program does. */
  runFile: string;
  /** It must live on when this service dies (on Windows a child dies with its parent's console otherwise). */
  outlivesUs: boolean;
  log: Log;
}>;

/** A program that is kept running until stopped. */
export type KeptProgram = Readonly<{
  pid(): number | null;
  /** Ends it and all that it started at once; it is started again. */
  end(): Promise<void>;
  /** Asks it to end, insists, and does not start it again. */
  stop(): Promise<void>;
}>;

const restartDelaysMs = [50, 200, 500, 1000, 2000, 5000] as const;
const forgottenAfterMs = 30_000;
const watchEveryMs = 250;
const stopGraceMs = 3000;

/** Starts a program, or adopts the one that an earlier service left, by pid and start time; starts it again whenever it ends. */
export function keepProgram({ name, command, runFile, outlivesUs, log }: KeptOrder): KeptProgram {
  let child: Child | null = null;
  let adopted: Run | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let deaths = 0;
  let startedMs = 0;

  const isSame = ({ pid, startedAt }: Run): boolean => isAlive(pid) && processStartedAt(pid) === startedAt;

  function findRunning(): Run | null {
    try {
      const run = JSON.parse(readFileSync(runFile, 'utf8')) as Run;
      return isSame(run) ? run : null;
    } catch {
      return null;
    }
  }

  function died(facts: object): void {
    if (isStopping) return;
    if (performance.now() - startedMs > forgottenAfterMs) deaths = 0;
    log.warn({ program: name, ...facts, deaths }, 'program-died');
    const delayMs = restartDelaysMs[Math.min(deaths, restartDelaysMs.length - 1)];
    deaths += 1;
    timer = setTimeout(start, delayMs);
  }

  function start(): void {
    startedMs = performance.now();
    const started = startChild({
      ...command(),
      outlivesUs,
      onStderrLine: (line) => log.debug({ program: name, line }, 'program-said'),
      onExit: (end) => {
        child = null;
        died(end);
      },
    });
    child = started;
    if (started.pid === undefined) return;
    log.info({ program: name, pid: started.pid }, 'program-started');
    const run: Run = { pid: started.pid, startedAt: processStartedAt(started.pid) };
    // Without the file a later service starts a second one, which the door lets in instead of the first.
    writeFileAtomically(runFile, JSON.stringify(run), 0o600).catch((error: unknown) =>
      log.warn({ program: name, err: error }, 'run-file-unwritable'),
    );
  }

  function watchAdopted(): void {
    if (adopted === null || isStopping) return;
    if (isSame(adopted)) {
      timer = setTimeout(watchAdopted, watchEveryMs);
      return;
    }
    adopted = null;
    died({ adopted: true });
  }

  const pid = (): number | null => child?.pid ?? adopted?.pid ?? null;
  adopted = findRunning();
  if (adopted === null) start();
  else {
    log.info({ program: name, pid: adopted.pid }, 'program-adopted');
    watchAdopted();
  }

  return {
    pid,
    async end() {
      const running = pid();
      if (running !== null) await endTree(running);
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      const running = pid();
      if (running !== null && isAlive(running)) {
        process.kill(running, 'SIGTERM');
        const endsMs = performance.now() + stopGraceMs;
        while (isAlive(running) && performance.now() < endsMs) await new Promise((resolve) => setTimeout(resolve, 25));
        if (isAlive(running)) await endTree(running);
      }
      rmSync(runFile, { force: true });
    },
  };
}
