import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

/** Those that were asked to end. */
const asked = new WeakSet<ChildProcess>();

/** One process of the laboratory. */
export type LabChild = {
  readonly name: string;
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves when the process has gone, however it went. */
  readonly gone: Promise<void>;
};

export type LabChildRequest = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Its stderr (and stdout, unless piped) go to `<name>.log` here. */
  readonly logFolder: string;
  readonly pipeStdout?: boolean;
  /** Whether it is spoken to while it runs. */
  readonly pipeStdin?: boolean;
};

/**
 * Starts a process that the kernel kills when we die, even by SIGKILL: `setpriv` sets the parent-death signal and
 * then becomes the command, so the pid is the command's own. Throws when the program is not there.
 */
export async function startLabChild(request: LabChildRequest): Promise<LabChild> {
  const log = openSync(path.join(request.logFolder, `${request.name}.log`), 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', request.command, ...request.args], {
    env: request.env,
    stdio: [request.pipeStdin === true ? 'pipe' : 'ignore', request.pipeStdout === true ? 'pipe' : log, log],
  });
  closeSync(log);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit ${String(code)}`;
      if (!asked.has(child)) process.stderr.write(`The laboratory's ${request.name} ended by itself: ${how}\n`);
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  if (child.pid === undefined) throw new Error(`${request.name} has no process id`);
  return { name: request.name, pid: child.pid, process: child, gone };
}

/** Asks a process to end and waits; after `graceMs` it is killed. Harmless when it has already gone. */
export async function stopLabChild(child: LabChild, graceMs = 1000): Promise<void> {
  asked.add(child.process);
  child.process.kill('SIGTERM');
  const timer = setTimeout(() => child.process.kill('SIGKILL'), graceMs);
  await child.gone;
  clearTimeout(timer);
}

/** Polls until `look` gives something; throws naming `what` after `limitMs`. */
export async function waitFor<T>(
  what: string,
  limitMs: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline)
      throw new Error(`The laboratory waited ${String(limitMs)} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
