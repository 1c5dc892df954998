import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { treeCpuPercent } from './tree-cpu.ts';

/**
 * A program that does the same small work all the time: it encodes a test picture of 640×360, 25 times a second. What it
 * costs tells what a second of processor time is worth just now: on a shared machine, and where two cores share what
 * is behind them, one and the same program was measured to cost between 20 and 27 % of a core.
 */
export async function startGauge(): Promise<
  Readonly<{ percentWhile(during: () => Promise<void>): Promise<number>; stop(): Promise<void> }>
> {
  const source = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25'];
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-threads', '1', '-g', '25', '-f', 'null', '-'];
  const child = spawn('ffmpeg', ['-hide_banner', '-nostdin', '-loglevel', 'error', ...source, ...encoder], {
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  return {
    async percentWhile(during) {
      const { percent } = await treeCpuPercent(child.pid ?? -1, during);
      if (percent === 0) throw new Error('the gauge ended');
      return percent;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
