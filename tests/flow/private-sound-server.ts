import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runToEnd } from '../../src/hall/plumbing/index.ts';

/** A PulseAudio of the test's own, reached by the environment of this process; other tests run in other processes. */
export type PrivateSoundServer = Readonly<{
  pactl(...args: readonly string[]): Promise<string>;
  /** Plays raw s16le samples into a sink until `stop`. */
  play(sink: string, channelMap: readonly string[], samples: Buffer): Readonly<{ stop(): Promise<void> }>;
  stop(): Promise<void>;
}>;

export async function startPrivateSoundServer(): Promise<PrivateSoundServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tz-pa-'));
  const socket = path.join(folder, 'native');
  const before = { ...process.env };
  Object.assign(process.env, {
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: path.join(folder, 'pulse'),
    PULSE_SERVER: `unix:${socket}`,
  });
  writeFileSync(
    path.join(folder, 'pulse.pa'),
    `load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}\n`,
  );
  const server = spawn(
    'pulseaudio',
    [
      '-n',
      '-F',
      path.join(folder, 'pulse.pa'),
      '--exit-idle-time=-1',
      '--daemonize=no',
      '--use-pid-file=no',
      '--realtime=no',
      '--high-priority=no',
    ],
    { stdio: 'ignore' },
  );
  const pactl = async (...args: readonly string[]): Promise<string> => {
    const run = await runToEnd({ command: 'pactl', args, limitMs: 3000 });
    if (run.code !== 0) throw new Error(`pactl ${args.join(' ')}: ${run.stderr}`);
    return run.stdout.toString('utf8').trim();
  };
  for (let tries = 0; ; tries += 1) {
    if (
      await pactl('info').then(
        () => true,
        () => false,
      )
    )
      break;
    if (tries > 60) throw new Error('PulseAudio did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    pactl,
    play(sink, channelMap, samples) {
      const player = spawn(
        'pacat',
        [
          '--playback',
          '--raw',
          '-d',
          sink,
          '--rate=48000',
          `--channels=${String(channelMap.length)}`,
          `--channel-map=${channelMap.join(',')}`,
          '--format=s16le',
          '--no-remix',
        ],
        { stdio: ['pipe', 'ignore', 'ignore'] },
      );
      player.stdin.on('error', () => {});
      const feed = (): void => {
        while (player.stdin.writable && player.stdin.write(samples)) {
          /* until the pipe is full */
        }
      };
      player.stdin.on('drain', feed);
      feed();
      return { stop: () => end(player) };
    },
    async stop() {
      await end(server);
      process.env = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
