/**
 * Child processes for the bootstrap scripts. Plain ESM, runs on Node 20 with nothing installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const runtimeFolder = path.join(projectRoot, '.runtime');

/** The Node 24 that `npm ci` puts into node_modules; the system's Node may be older. */
export const node24 = path.join(
  projectRoot,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** A reason to stop that the person at the machine can act upon; shown without a stack. */
export class SetupRefusal extends Error {}

/** Progress belongs on stderr: the last line of stdout is the demo's answer to its caller. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a program to its end. Output goes to stderr unless captured. @returns {{ ok: boolean, stdout: string, stderr: string }} */
export function runToEnd(program, args, { capture = false, timeoutMs, cwd = projectRoot, env = process.env } = {}) {
  const done = spawnSync(program, args, {
    cwd,
    env,
    timeout: timeoutMs,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // npm is a .cmd file on Windows, which only a shell can start.
    shell: process.platform === 'win32' && program === 'npm',
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
  });
  return { ok: done.status === 0, stdout: done.stdout ?? '', stderr: done.stderr ?? String(done.error ?? '') };
}

/** Starts a program in our place: same terminal, signals passed on. @returns {Promise<number>} its exit code */
export function becomeChild(program, args, { env = process.env, endsWithParent = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: projectRoot,
      env,
      stdio: 'inherit',
    });
    const passOn = (signal) => child.kill(signal);
    // A terminal's Ctrl-C already reaches the whole group; we only must not die before the child.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', passOn);
    process.on('SIGHUP', passOn);
    if (endsWithParent) {
      // Killed from above without a word (SIGKILL), npm cannot pass it on; what it started must not go on unseen.
      const parent = process.ppid;
      setInterval(() => process.ppid === parent || passOn('SIGTERM'), 500).unref();
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** npm must never run on the Node inside node_modules, because `npm ci` deletes that very folder. */
export function outsidePath() {
  const own = path.join('node_modules', '.bin');
  const entries = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => !entry.endsWith(own));
  return { ...process.env, PATH: entries.join(path.delimiter) };
}
