import { rmSync } from 'node:fs';
import path from 'node:path';
import { keepProgram, type KeptProgram, type Log } from '../plumbing/index.ts';
import type { SoundPathProgram } from './door.ts';

const restartDelaysMs = [50, 200, 500, 1000, 2000, 5000] as const;

/**
 * The process of the second way to the sound. It lives on for some seconds when this service dies, so that the next one
 * finds it and nothing is lost; when no service is heard any more it ends by itself (its lease, L5).
 */
export function createSoundPath({
  programFile,
  runFolder,
  ffmpegPath,
  issueTicket,
  env,
  log,
}: Readonly<{
  programFile: string;
  runFolder: string;
  ffmpegPath: string;
  /** Papers for one process, good for half a minute. */
  issueTicket(): string;
  env: Readonly<Record<string, string | undefined>>;
  log: Log;
}>): SoundPathProgram {
  const runFile = path.join(runFolder, 'sound-path.json');
  let kept: KeptProgram | null = null;
  return {
    // For a PC that is too weak for two ways.
    isSecondWay: env['TARAZY_ONE_WAY'] !== '1',
    ensure() {
      kept ??= keepProgram({
        name: 'sound-path',
        command: () => ({
          command: process.execPath,
          // Node's own switches are the hall's (`hallSwitches` of the shell).
          args: [...process.execArgv, programFile],
          env: { ...env, TARAZY_TICKET: issueTicket(), TARAZY_FFMPEG: ffmpegPath },
        }),
        runFile,
        outlivesUs: true,
        writesRecord: true,
        log,
        restartDelayMs: ({ lately }) => restartDelaysMs[Math.min(lately, restartDelaysMs.length) - 1] ?? 0,
      });
    },
    pid: () => kept?.pid() ?? null,
    end: async () => kept?.end(),
    async stop() {
      await kept?.stop();
      kept = null;
      // Also that of a process which an earlier service left and this one never needed: its lease ends it.
      rmSync(runFile, { force: true });
    },
  };
}
