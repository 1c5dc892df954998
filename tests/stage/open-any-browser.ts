import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { electronBinary, freePort, wait } from './start-stage.ts';

/** A participant's browser with an invented camera and microphone. */
export type AnyBrowser = Readonly<{
  page: Page;
  /** What the browser complained of: errors, warnings and broken policies. */
  complaints: readonly string[];
  close(): Promise<void>;
}>;

/** A screen that only this browser sees; none where the machine has one. The kernel ends it with us. */
async function openScreen(): Promise<Readonly<{ server: ChildProcess; display: string }> | null> {
  if (process.platform !== 'linux') return null;
  const command = ['--pdeathsig', 'KILL', 'Xvfb', '-displayfd', '1', '-screen', '0', '1280x1024x24'];
  const server = spawn('setpriv', [...command, '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = (await once(server.stdout, 'data')) as [Buffer];
  return { server, display: `:${number.toString().trim()}` };
}

/** Opens Chromium as any person has it; `authority` is the PEM of the hall's authority that this person has installed. */
export async function openAnyBrowser(authority: string): Promise<AnyBrowser> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-any-browser-'));
  const authorityFile = path.join(folder, 'authority.pem');
  writeFileSync(authorityFile, authority);
  const debugPort = await freePort();
  const screen = await openScreen();
  const switches = [
    ...['--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${path.join(folder, 'profile')}`],
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--lang=en'],
    `--remote-debugging-port=${String(debugPort)}`,
  ];
  const child = spawn(electronBinary(), [...switches, path.join(import.meta.dirname, 'any-browser')], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...(screen !== null && { DISPLAY: screen.display }),
      ANY_BROWSER_AUTHORITY: authorityFile,
      ELECTRON_DISABLE_SECURITY_WARNINGS: '1',
    },
  });
  process.on('exit', () => child.kill('SIGKILL'));
  let browser: Browser | undefined;
  const pageOf = (): Page | undefined => browser?.contexts()[0]?.pages()[0];
  for (let attempt = 0; attempt < 100 && pageOf() === undefined; attempt += 1) {
    browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${String(debugPort)}`).catch(() => undefined);
    await wait(100);
  }
  const page = pageOf();
  if (page === undefined) throw new Error('the browser did not open');
  await page.setViewportSize({ width: 360, height: 740 });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    page,
    complaints,
    async close() {
      await browser?.close().catch(() => undefined);
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      screen?.server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
