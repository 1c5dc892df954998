import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { electronBinary, wait } from '../stage/start-stage.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..');
/** Ordinary: no name in the user list, no group, no right but those of everybody. */
const userId = 23_123;

type Seen = Readonly<{ pid: number; command: string; status: string }>;

function processesOf(user: number): readonly Seen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return new RegExp(`^Uid:\\s+${String(user)}\\b`, 'm').test(status)
          ? [{ pid: Number(name), command, status }]
          : [];
      } catch {
        // The process ended while we looked.
        return [];
      }
    });
}

const asOrdinaryUser = ['setpriv', '--reuid', String(userId), '--regid', String(userId), '--clear-groups'];

/**
 * Where the ordinary user finds the checkout, and how a command is started for whom it lies there. Everybody may read it
 * in most places; where not (under a closed home folder) it is mounted into `folder` for that command alone.
 */
function checkoutFor(folder: string): { project: string; start: string[] } {
  const [command, ...args] = [...asOrdinaryUser, 'test', '-r', path.join(projectFolder, 'package.json')];
  if (spawnSync(command, args).status === 0) return { project: projectFolder, start: asOrdinaryUser };
  const project = path.join(folder, 'tarazy');
  mkdirSync(project);
  const mounting = 'mount --bind "$0" "$1" && shift && exec "$@"';
  return { project, start: ['unshare', '--mount', 'sh', '-c', mounting, projectFolder, project, ...asOrdinaryUser] };
}

test.skip(
  process.getuid?.() !== 0,
  'only root can start the hall as another user; an ordinary user runs sandboxed anyway',
);

test('an ordinary user starts the hall with Chromium sandboxed in every window', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-user-'));
  const run = path.join(folder, 'run');
  const home = path.join(folder, 'home');
  for (const each of [run, home]) mkdirSync(each, { mode: 0o700 });
  for (const each of [folder, run, home]) chownSync(each, userId, userId);
  let lab: Lab | undefined;
  let service: ChildProcess | undefined;
  try {
    lab = await startLab({ screen: { widthPx: 1280, heightPx: 800 } });
    const { project, start } = checkoutFor(folder);
    const there = (file: string): string => file.replace(projectFolder, project);
    service = spawn(
      start[0] ?? '',
      [...start.slice(1), there(process.execPath), path.join(project, 'src', 'hall', 'main.ts')],
      {
        cwd: '/',
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          PATH: process.env['PATH'],
          DISPLAY: lab.added['DISPLAY'],
          HOME: home,
          XDG_RUNTIME_DIR: run,
          TARAZY_HOME: path.join(home, 'tarazy'),
          TARAZY_ELECTRON: there(electronBinary()),
          TARAZY_SHELL: project,
          TARAZY_SHELL_ARGS: '["--disable-gpu"]',
        },
      },
    );
    const renderers = (): readonly Seen[] =>
      processesOf(userId).filter((seen) => seen.command.includes('--type=renderer'));
    await expect.poll(() => renderers().length).toBeGreaterThanOrEqual(2);
    await wait(1000);
    for (const seen of renderers()) {
      // Two walls: a seccomp filter (2), and a user namespace in which nothing of the system is to be found.
      expect(seen.status).toMatch(/^Seccomp:\s+2$/m);
      expect(seen.status).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(existsSync(`/proc/${String(seen.pid)}/root/etc`)).toBe(false);
    }
    const commands = processesOf(userId).map((seen) => seen.command);
    expect(commands.filter((command) => command.includes('--no-sandbox'))).toEqual([]);
    expect(commands.some((command) => command.includes('electron'))).toBe(true);
  } finally {
    service?.kill('SIGTERM');
    for (let waited = 0; waited < 100 && processesOf(userId).length > 0; waited += 1) await wait(100);
    for (const seen of processesOf(userId)) process.kill(seen.pid, 'SIGKILL');
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
