import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { electronBinary } from '../stage/start-stage.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..');
let lab: Lab;
let home: string;
const started: ChildProcess[] = [];

test.beforeAll(async () => {
  lab = await startLab({ screen: { widthPx: 1920, heightPx: 1080 } });
});
test.afterAll(async () => {
  await lab.stop();
});
test.beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'tarazy-lifetimes-'));
});
test.afterEach(async () => {
  const service = pidOf('hall');
  if (service !== 0 && isAlive(service)) process.kill(service, 'SIGTERM');
  await expect.poll(() => isAlive(service) || isAlive(pidOf('shell'))).toBe(false);
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    return pid !== 0 && !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** The process that a run file names; 0 for none. */
function pidOf(name: 'hall' | 'shell'): number {
  const file = path.join(home, 'run', `${name}.json`);
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : 0;
  } catch {
    // The file is being replaced just now.
    return 0;
  }
}

function log(): string {
  const file = path.join(home, 'logs', 'hall.1.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function start(command: string, args: readonly string[]): number {
  const env = { ...lab.env, TARAZY_HOME: home, TARAZY_ELECTRON: electronBinary(), TARAZY_SHELL: projectFolder };
  const extra = { TARAZY_SHELL_ARGS: '["--disable-gpu"]', TARAZY_WINDOWS: JSON.stringify({ bench: null }) };
  const child = spawn(command, args, { cwd: projectFolder, stdio: 'ignore', env: { ...env, ...extra } });
  started.push(child);
  return child.pid ?? 0;
}
const startService = (): number => start(process.execPath, [path.join(projectFolder, 'src', 'hall', 'main.ts')]);

/** How often the recorder window has come in so far. */
const arrivals = (): number =>
  log().split('"role":"recorder"').length - log().split('"role":"recorder","msg":"api.window-went"').length;

test('a shell that is opened by its icon starts the service, and each brings the other back', async () => {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const shell = start(electronBinary(), [...asRoot, '--disable-gpu', projectFolder]);
  await expect.poll(arrivals).toBe(1);
  const first = pidOf('hall');
  expect(log()).toContain('program-adopted');

  process.kill(first, 'SIGKILL');
  await expect.poll(() => isAlive(pidOf('hall'))).toBe(true);
  await expect.poll(arrivals).toBe(2);
  expect(isAlive(shell)).toBe(true);

  process.kill(shell, 'SIGKILL');
  await expect.poll(arrivals).toBe(3);
  expect(isAlive(pidOf('shell'))).toBe(true);
});

test('a shell that the service opened outlives it and is taken over by the next one', async () => {
  const service = startService();
  await expect.poll(arrivals).toBe(1);
  const shell = pidOf('shell');
  process.kill(service, 'SIGKILL');
  await expect.poll(() => isAlive(service)).toBe(false);
  expect(isAlive(shell)).toBe(true);
  startService();
  await expect.poll(arrivals).toBe(2);
  expect(pidOf('shell')).toBe(shell);
  expect(log()).toMatch(/"role":"recorder","how":"back"/);
});

test('a second service for the same hall ends at once, and the first goes on', async () => {
  const first = startService();
  await expect.poll(() => pidOf('hall')).toBe(first);
  const second = startService();
  await expect.poll(() => isAlive(second)).toBe(false);
  expect(isAlive(first)).toBe(true);
});
