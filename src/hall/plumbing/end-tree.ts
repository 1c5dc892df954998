import { runToEnd } from './child.ts';

/**
 * Ends a program that was started with `outlivesUs`, and everything that it started: on Linux it leads a process group,
 * on Windows `taskkill /T` walks the tree. What is gone already is no error.
 */
export async function endTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await runToEnd({ command: 'taskkill', args: ['/pid', String(pid), '/T', '/F'], limitMs: 3000 });
    return;
  }
  // One that was adopted may lead no group.
  for (const whom of [-pid, pid]) {
    try {
      process.kill(whom, 'SIGKILL');
    } catch {
      // It is gone.
    }
  }
}
