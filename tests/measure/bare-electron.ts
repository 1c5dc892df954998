import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronBinary } from '../stage/start-stage.ts';

const rootSwitch = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** A bare Electron: the encoders' page or an empty window, with a profile of its own. */
export function startBareElectron(
  page: 'encoders' | 'empty',
  env: Readonly<Record<string, string>>,
  debugPort: number,
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
    { env: { ...env, BARE_PAGE: page }, stdio: 'ignore' },
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

type Target = Readonly<{ type: string; url: string; webSocketDebuggerUrl: string }>;

async function evaluate(address: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(address);
  try {
    return await new Promise((resolve, reject) => {
      socket.addEventListener('open', () => {
        socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
      });
      socket.addEventListener('message', ({ data }) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: { result?: { value?: unknown } } };
        if (answer.id === 1) resolve(answer.result?.result?.value);
      });
      socket.addEventListener('error', () => {
        reject(new Error('the page went away'));
      });
    });
  } finally {
    socket.close();
  }
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
      const response = await fetch(`http://127.0.0.1:${String(debugPort)}/json/list`);
      const targets = (await response.json()) as readonly Target[];
      const page = targets.find((target) => target.type === 'page' && target.url.includes(urlPart));
      if (page !== undefined && Boolean(await evaluate(page.webSocketDebuggerUrl, expression)))
        return performance.now();
    } catch {
      // Electron is not listening yet, or the page was just being replaced.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${String(limitMs)} ms in vain for ${expression} in ${urlPart}`);
}
