import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { readHallRun } from './hall-link.ts';

/** The data folder; the same rule as the hall's own (`dataFolders`), kept equal by a test. */
export function homeFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  user: string = homedir(),
): string {
  if (env['TARAZY_HOME']) return path.resolve(env['TARAZY_HOME']);
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(user, 'AppData', 'Local'), 'Tarazy');
  return path.join(env['XDG_DATA_HOME'] || path.join(user, '.local', 'share'), 'tarazy');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** On Windows Task Scheduler starts a task again only after a whole minute: there the shell itself must bring the service back. */
const lookEveryMs = process.platform === 'win32' ? 250 : 2000;

/** Whether this shell must keep the hall service running: one that was opened by its icon, and on Windows every one. */
export function mustKeepHall(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  return env['TARAZY_SHELL_KEPT'] !== '1' || platform === 'win32';
}

/**
 * Of the Node that runs the hall service: one thread for compiling instead of four. Each keeps the memory of the largest
 * function that it ever compiled, which came to 17 MB in an hour and looked like a leak.
 */
export const hallSwitches = ['--v8-pool-size=1'];

/** Starts the hall service where none runs, and again whenever it is gone. */
export function keepHallStarted({
  home,
  appFolder,
  env,
}: Readonly<{ home: string; appFolder: string; env: NodeJS.ProcessEnv }>): () => void {
  let startedPid: number | null = null;
  async function look(): Promise<void> {
    const run = await readHallRun(home);
    if (run !== null && isAlive(run.pid)) return;
    if (startedPid !== null && isAlive(startedPid)) return;
    const node =
      env['TARAZY_NODE'] ??
      path.join(appFolder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    const service = spawn(node, [...hallSwitches, path.join(appFolder, 'src', 'hall', 'main.ts')], {
      cwd: appFolder,
      // Detached, because the record must outlive the windows.
      detached: true,
      stdio: 'ignore',
      env: {
        ...env,
        UV_THREADPOOL_SIZE: '64',
        TARAZY_HOME: home,
        TARAZY_SHELL: appFolder,
        TARAZY_ELECTRON: process.execPath,
        TARAZY_ADOPT_SHELL: String(process.pid),
      },
    });
    service.on('error', () => {
      startedPid = null;
    });
    service.unref();
    startedPid = service.pid ?? null;
  }
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  return () => clearInterval(timer);
}
