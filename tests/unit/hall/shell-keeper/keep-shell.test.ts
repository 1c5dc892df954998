import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '#domain/faults.ts';
import { isAlive } from '../../../../src/hall/plumbing/index.ts';
import { keepShell, shellCommand, type ShellKeeper } from '../../../../src/hall/shell-keeper/index.ts';
import { quietLog } from '../api/open-door.ts';

let folder: string;
let keeper: ShellKeeper | null = null;
let faults: Fault[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-keeper-'));
  faults = [];
});
afterEach(async () => {
  await keeper?.stop();
  keeper = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A stand-in for Electron that lives until it is told to go. */
const living = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: process.env };
const dying = { command: process.execPath, args: ['-e', 'process.exit(3)'], env: process.env };

function keep(command: typeof living, adoptPid: number | null = null): ShellKeeper {
  keeper = keepShell({
    command,
    runFolder: folder,
    adoptPid,
    log: quietLog,
    onFault: (fault) => faults.push(fault),
    onRecovered: () => {},
    onDied: () => {},
  });
  return keeper;
}
async function until(holds: () => boolean, limitMs = 8000): Promise<void> {
  const endsMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const runFile = (): string => path.join(folder, 'shell.json');

describe('the keeper of the shell', () => {
  test('starts a shell that was killed again', async () => {
    const kept = keep(living);
    const first = kept.pid()!;
    await until(() => existsSync(runFile()));
    process.kill(first, 'SIGKILL');
    await until(() => kept.pid() !== null && kept.pid() !== first);
    expect(isAlive(kept.pid()!)).toBe(true);
  });

  test('adopts the shell of an earlier service instead of starting a second one, and brings that one back too', async () => {
    const shell = spawn(living.command, living.args, { stdio: 'ignore' });
    const kept = keep(living, shell.pid);
    expect(kept.pid()).toBe(shell.pid);
    shell.kill('SIGKILL');
    await until(() => kept.pid() !== null && kept.pid() !== shell.pid);
  });

  test('finds the shell of an earlier service by its run file', async () => {
    const first = keep(living);
    await until(() => existsSync(runFile()));
    const { pid } = JSON.parse(readFileSync(runFile(), 'utf8')) as { pid: number };
    const second = keepShell({
      command: living,
      runFolder: folder,
      adoptPid: null,
      log: quietLog,
      onFault() {},
      onRecovered() {},
      onDied() {},
    });
    expect(second.pid()).toBe(pid);
    await second.stop();
    expect(isAlive(pid)).toBe(false);
    expect(first.pid()).not.toBe(second.pid());
  });

  test('says aloud when the shell keeps dying', async () => {
    keep(dying);
    await until(() => faults.length > 0, 15_000);
    expect(faults).toEqual([{ key: 'system.shell-keeps-failing', args: { times: 5 } }]);
  });

  test('leaves no shell behind', async () => {
    const kept = keep(living);
    const pid = kept.pid()!;
    await kept.stop();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(runFile())).toBe(false);
  });
});

describe('the command of the shell', () => {
  const env = {
    TARAZY_ELECTRON: '/e/electron',
    TARAZY_SHELL: '/app',
    TARAZY_SHELL_ARGS: '["--remote-debugging-port=1"]',
  };
  test('leaves the sandbox out for root only', () => {
    expect(shellCommand(env, '/home', '/x', 0)?.args).toEqual(['--no-sandbox', '--remote-debugging-port=1', '/app']);
    expect(shellCommand(env, '/home', '/x', 1000)?.args).toEqual(['--remote-debugging-port=1', '/app']);
    expect(shellCommand(env, '/home', '/x', undefined)?.args).not.toContain('--no-sandbox');
  });
  test('tells the shell whose it is', () => {
    expect(shellCommand(env, '/home', '/x', 1000)?.env).toMatchObject({ TARAZY_HOME: '/home', TARAZY_SHELL_KEPT: '1' });
  });
  test('is none without an Electron or when no shell is wanted', () => {
    expect(shellCommand({}, '/home', '/x', 0)).toBeNull();
    expect(shellCommand({ ...env, TARAZY_NO_SHELL: '1' }, '/home', '/x', 0)).toBeNull();
  });
});
