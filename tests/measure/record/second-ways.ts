import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathArguments } from '../../../src/sound-path/own-path-command.ts';
import type { Lab } from '../../lab/start-lab.ts';

/** Bare ffmpegs, one a microphone of the courtroom, that encode as the second way does and write into plain files. */
export async function startSecondWays(lab: Lab): Promise<Readonly<{ pids: readonly number[]; stop(): Promise<void> }>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-second-'));
  const listed = (await lab.pactl('list', 'short', 'sources')).split('\n').map((line) => line.split('\t')[1] ?? '');
  const children = listed
    .filter((source) => source.startsWith('mic_'))
    .map((source) => {
      const asked = pathArguments({ source, channels: 1, channelMap: null, wanted: [0] }, process.platform);
      if (asked === null) throw new Error(`${source} has no channel`);
      const args = [...asked.slice(0, -1), path.join(folder, `${source}.mkv`)];
      return spawn('ffmpeg', args, { env: lab.env, stdio: 'ignore' });
    });
  return {
    pids: children.map(({ pid }) => pid ?? -1),
    async stop() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = once(child, 'exit');
          child.kill('SIGKILL');
          await gone;
        }),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
