import { askPage } from '../stage/ask-page.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronBinary } from '../stage/start-stage.ts';

const rootSwitch = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * A bare Electron: the encoders' page, alone or with one that shows previews, one end of a call, or an empty window; with a profile
 * of its own. `more` is added to its environment (`BARE_SWITCHES`, `BARE_QUERY`).
 */
export function startBareElectron(
  page: 'encoders' | 'previews' | 'caller' | 'empty',
  env: Readonly<Record<string, string>>,
  debugPort: number,
  more: Readonly<Record<string, string>> = {},
): { process: ChildProcess; stop(): Promise<void> } {
  const profile = mkdtempSync(path.join(tmpdir(), 'tarazy-bare-'));
  const child = spawn(
    electronBinary(),
    [
      ...rootSwitch,
      '--disable-gpu',
      '--enable-features=WebRtcPipeWireCamera',
      `--remote-debugging-port=${String(debugPort)}`,
      `--user-data-dir=${profile}`,
      path.join(import.meta.dirname, 'bare-page'),
    ],
    { env: { ...env, ...more, BARE_PAGE: page }, stdio: 'ignore' },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  return {
    process: child,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Waits until `expression` is truthy in a page whose address holds `urlPart`; asks every 10 ms. Returns when, in ms of `performance.now`. */
export async function pageBecomes(
  debugPort: number,
  urlPart: string,
  expression: string,
  limitMs: number,
): Promise<number> {
  const endsAt = performance.now() + limitMs;
  while (performance.now() < endsAt) {
    try {
      if (Boolean(await askPage(debugPort, urlPart, expression))) return performance.now();
    } catch {
      // Electron is not listening yet, or the page was just being replaced.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${String(limitMs)} ms in vain for ${expression} in ${urlPart}`);
}
