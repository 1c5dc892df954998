import path from 'node:path';
import { fault, type Fault } from '#domain/faults.ts';
import { endUnlessStarved } from '../../../native/process-state/index.ts';
import { keepProgram, type KeptProgram, type Log } from '../plumbing/index.ts';
import type { ShellCommand } from './shell-command.ts';

/** One that lived so long is no broken one: it is started again at once, because each moment without it is missing in the record. */
const soundAfterMs = 5_000;
const restartDelaysMs = [0, 500, 1000, 2000, 5000] as const;
/** Five deaths within a minute are no accident; it is still tried, slowly, but someone must know. */
const givingUp = { deaths: 5, retryMs: 15_000, calmAfterMs: 60_000 } as const;

export type ShellKeeper = Pick<KeptProgram, 'pid' | 'stop'> &
  Readonly<{
    /** Ends a shell that stands still, so that another is started. */
    end(): void;
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
  let raised: Fault | null = null;
  let deaths = 0;
  let calm: NodeJS.Timeout | undefined;

  function calmDown(): void {
    if (raised !== null) onRecovered(raised);
    raised = null;
  }

  const kept = keepProgram({
    name: 'shell',
    // In a hearing that goes on the screens may come a moment later than the record.
    command: () => (deaths === 0 ? command : { ...command, env: { ...command.env, TARAZY_RECORDER_FIRST: '1' } }),
    runFile: path.join(runFolder, 'shell.json'),
    adoptPid,
    // The windows go on recording while the service is replaced. On Linux they do so anyway, and a session of their own would
    // be a share of the processor of its own (autogroups): what records would no longer come before what only shows.
    outlivesUs: process.platform === 'win32',
    log,
    // Chromium talks a lot on stderr; our own lines are JSON.
    isOurWord: (line) => line.startsWith('{"event":'),
    restartDelayMs({ lately, livedMs }) {
      if (lately >= givingUp.deaths) return givingUp.retryMs;
      return livedMs > soundAfterMs ? 0 : (restartDelaysMs[Math.min(lately - 1, restartDelaysMs.length - 1)] ?? 0);
    },
    onDied({ lately }) {
      deaths += 1;
      onDied();
      clearTimeout(calm);
      calm = setTimeout(calmDown, givingUp.calmAfterMs + givingUp.retryMs).unref();
      if (lately >= givingUp.deaths && raised === null)
        onFault((raised = fault('system.shell-keeps-failing', { times: lately })));
    },
  });

  return {
    pid: () => kept.pid(),
    end() {
      const hanging = kept.pid();
      if (hanging !== null) void endUnlessStarved(hanging, () => void (kept.pid() === hanging && kept.end()));
    },
    async stop() {
      clearTimeout(calm);
      await kept.stop();
    },
  };
}
