import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fault, type Fault } from '#domain/faults.ts';
import { isAlive, processStartedAt, startChild, writeFileAtomically, type Child, type Log } from '../plumbing/index.ts';
import type { ShellCommand } from './shell-command.ts';

/** Who is the shell, kept for a service that starts while it runs. */
type ShellRun = Readonly<{ pid: number; startedAt: string | null }>;

/** One that lived so long is no broken one: it is started again at once, because each moment without it is missing in the record. */
const soundAfterMs = 10_000;
const restartDelaysMs = [0, 500, 1000, 2000, 5000] as const;
/** Five deaths within a minute are no accident; it is still tried, slowly, but someone must know. */
const givingUp = { deaths: 5, withinMs: 60_000, retryMs: 15_000 } as const;
/** An adopted shell's end is told by nobody; until it is seen no picture is recorded. */
const watchEveryMs = 100;
const stopGraceMs = 4000;

export type ShellKeeper = Readonly<{
  pid(): number | null;
  /** Ends a shell that stands still, so that another is started. */
  end(): void;
  stop(): Promise<void>;
}>;

/** Starts the shell, or adopts the one that runs, and keeps it running until stopped. */
export function keepShell({
  command,
  runFolder,
  adoptPid,
  log,
  onFault,
  onRecovered,
  onDied,
}: Readonly<{
  command: ShellCommand;
  runFolder: string;
  /** A shell that was opened by its icon and started this service. */
  adoptPid: number | null;
  log: Log;
  onFault(fault: Fault): void;
  onRecovered(fault: Fault): void;
  onDied(): void;
}>): ShellKeeper {
  const runFile = path.join(runFolder, 'shell.json');
  let child: Child | null = null;
  let adopted: ShellRun | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  /** An adopted shell was started before us. */
  let startedMs = -Infinity;
  let raised: Fault | null = null;
  const deaths: number[] = [];

  function findRunning(): ShellRun | null {
    if (adoptPid !== null && isAlive(adoptPid)) return { pid: adoptPid, startedAt: processStartedAt(adoptPid) };
    try {
      const run = JSON.parse(readFileSync(runFile, 'utf8')) as ShellRun;
      return isAlive(run.pid) && processStartedAt(run.pid) === run.startedAt ? run : null;
    } catch {
      return null;
    }
  }

  function calmDown(): void {
    if (raised !== null) onRecovered(raised);
    raised = null;
  }

  function died(facts: object): void {
    if (isStopping) return;
    clearTimeout(timer);
    const now = performance.now();
    deaths.push(now);
    while (deaths[0] !== undefined && deaths[0] < now - givingUp.withinMs) deaths.shift();
    log.error({ ...facts, lately: deaths.length }, 'shell-died');
    onDied();
    const keepsFailing = deaths.length >= givingUp.deaths;
    if (keepsFailing && raised === null)
      onFault((raised = fault('system.shell-keeps-failing', { times: deaths.length })));
    const delayMs = keepsFailing
      ? givingUp.retryMs
      : now - startedMs > soundAfterMs
        ? 0
        : restartDelaysMs[Math.min(deaths.length - 1, restartDelaysMs.length - 1)];
    timer = setTimeout(start, delayMs);
  }

  function start(): void {
    startedMs = performance.now();
    const started = startChild({
      command: command.command,
      args: command.args,
      env: command.env,
      onStderrLine: (line) => logLine(line),
      onExit: ({ code, signal, error }) => {
        child = null;
        died({ code, signal, error });
      },
    });
    child = started;
    if (started.pid === undefined) return;
    log.info({ pid: started.pid, sandboxed: !command.args.includes('--no-sandbox') }, 'shell-started');
    const run: ShellRun = { pid: started.pid, startedAt: processStartedAt(started.pid) };
    // Without the file a later service would start a second shell, which the shell's own lock then refuses.
    writeFileAtomically(runFile, JSON.stringify(run), 0o600).catch((error: unknown) =>
      log.warn({ err: error }, 'shell-run-file-unwritable'),
    );
    timer = setTimeout(calmDown, givingUp.withinMs);
  }

  /** Chromium talks a lot on stderr; our own lines are JSON. */
  function logLine(line: string): void {
    if (line.startsWith('{"event":')) log.info({ line }, 'shell-said');
    else log.debug({ line }, 'shell-stderr');
  }

  function watchAdopted(): void {
    if (adopted === null || isStopping) return;
    if (isAlive(adopted.pid) && processStartedAt(adopted.pid) === adopted.startedAt) {
      timer = setTimeout(watchAdopted, watchEveryMs);
      return;
    }
    adopted = null;
    died({ adopted: true });
  }

  adopted = findRunning();
  if (adopted === null) {
    start();
  } else {
    log.info({ pid: adopted.pid }, 'shell-adopted');
    watchAdopted();
  }

  function pid(): number | null {
    return child?.pid ?? adopted?.pid ?? null;
  }

  async function stopAdopted({ pid }: ShellRun): Promise<void> {
    process.kill(pid, 'SIGTERM');
    const endsMs = performance.now() + stopGraceMs;
    while (isAlive(pid) && performance.now() < endsMs) await new Promise((resolve) => setTimeout(resolve, 50));
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }

  return {
    pid,
    end() {
      const hanging = pid();
      if (hanging !== null && isAlive(hanging)) process.kill(hanging, 'SIGKILL');
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      if (child !== null) await child.stop({ graceMs: stopGraceMs });
      else if (adopted !== null && isAlive(adopted.pid)) await stopAdopted(adopted);
      rmSync(runFile, { force: true });
    },
  };
}
