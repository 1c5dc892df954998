import { readFileSync, rmSync } from 'node:fs';
import { startChild, type Child } from './child.ts';
import { endTree } from './end-tree.ts';
import { writeFileAtomically } from './files.ts';
import type { Log } from './log.ts';
import { isAlive, processStartedAt } from './process-identity.ts';

type Run = Readonly<{ pid: number; startedAt: string | null }>;

/** `lately`: how many within the last minute, this one included; `livedMs`: infinite for one that was adopted. */
export type Death = Readonly<{ lately: number; livedMs: number }>;

export type KeptOrder = Readonly<{
  /** For the log. */
  name: string;
  /** Made anew for every start. */
  command(): Readonly<{ command: string; args: readonly string[]; env: Readonly<Record<string, string | undefined>> }>;
  /** Says who runs, for a service that starts while the program does. */
  runFile: string;
  /** One that runs already and wrote no such file. */
  adoptPid?: number | null;
  /** It must live on when this service dies (on Windows a child dies with its parent's console otherwise). */
  outlivesUs: boolean;
  writesRecord?: boolean;
  log: Log;
  /** Lines on stderr that are worth keeping; all others are for a close look only. */
  isOurWord?(line: string): boolean;
  restartDelayMs(death: Death): number;
  onDied?(death: Death): void;
}>;

/** A program that is kept running until stopped. */
export type KeptProgram = Readonly<{
  pid(): number | null;
  /** Ends it and all that it started at once; it is started again. */
  end(): Promise<void>;
  /** Asks it to end, insists, and does not start it again. */
  stop(): Promise<void>;
}>;

const latelyMs = 60_000;
/** The end of one that was adopted is told by nobody; until it is seen its work is not done. */
const watchEveryMs = 100;
const stopGraceMs = 4000;

/** Starts a program, or adopts the one that an earlier service left, by pid and start time; starts it again whenever it ends. */
export function keepProgram(order: KeptOrder): KeptProgram {
  const { name, runFile, outlivesUs, log } = order;
  let child: Child | null = null;
  let adopted: Run | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let written: Promise<void> = Promise.resolve();
  let deathsMs: readonly number[] = [];
  let startedMs = -Infinity;

  const isSame = ({ pid, startedAt }: Run): boolean => isAlive(pid) && processStartedAt(pid) === startedAt;

  function findRunning(): Run | null {
    const adoptPid = order.adoptPid ?? null;
    if (adoptPid !== null && isAlive(adoptPid)) return { pid: adoptPid, startedAt: processStartedAt(adoptPid) };
    try {
      const run = JSON.parse(readFileSync(runFile, 'utf8')) as Run;
      return isSame(run) ? run : null;
    } catch {
      return null;
    }
  }

  function died(facts: object): void {
    if (isStopping) return;
    const nowMs = performance.now();
    deathsMs = [...deathsMs, nowMs].filter((atMs) => atMs >= nowMs - latelyMs);
    const death = { lately: deathsMs.length, livedMs: nowMs - startedMs };
    log.error({ program: name, ...facts, lately: death.lately }, 'program-died');
    order.onDied?.(death);
    timer = setTimeout(start, order.restartDelayMs(death));
  }

  function start(): void {
    startedMs = performance.now();
    const started = startChild({
      ...order.command(),
      outlivesUs,
      writesRecord: order.writesRecord === true,
      onStderrLine: (line) =>
        log[order.isOurWord?.(line) === true ? 'info' : 'debug']({ program: name, line }, 'program-said'),
      onExit: (end) => {
        child = null;
        died(end);
      },
    });
    child = started;
    if (started.pid === undefined) return;
    log.info({ program: name, pid: started.pid }, 'program-started');
    const run: Run = { pid: started.pid, startedAt: processStartedAt(started.pid) };
    // Without the file a later service starts a second one, which its own lock or our door then refuses.
    written = writeFileAtomically(runFile, JSON.stringify(run), 0o600).catch((error: unknown) =>
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
  async function kill(running: number): Promise<void> {
    if (outlivesUs) await endTree(running);
    else if (isAlive(running)) process.kill(running, 'SIGKILL');
  }

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
      if (running !== null) await kill(running);
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      const running = pid();
      if (running !== null && isAlive(running)) {
        process.kill(running, 'SIGTERM');
        const endsMs = performance.now() + stopGraceMs;
        while (isAlive(running) && performance.now() < endsMs) await new Promise((resolve) => setTimeout(resolve, 25));
        if (isAlive(running)) await kill(running);
      }
      // A program that was just started may still be writing who it is.
      await written;
      rmSync(runFile, { force: true });
    },
  };
}
