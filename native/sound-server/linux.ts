import { readFile } from 'node:fs/promises';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { fault } from '#domain/faults.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';
import { readCaptures, readSources } from './pactl-answers.ts';
import type { SoundServer } from './sound-server.ts';
import { watchSound } from './watch-sound.ts';

const limitMs = 2000;
/** Deeper than any tree of processes that we start. */
const deepestTree = 20;

/** A place without sound, for streams that lose their device. */
const nowhere = 'tarazy_nowhere';

/** PulseAudio or PipeWire's pulse door, asked by `pactl` (16 and newer, which speak JSON). */
export function linuxSoundServer(): SoundServer {
  return {
    listSources: () => ask('sources', readSources),
    listOpenCaptures: async () => {
      const sources = await ask('sources', readSources);
      if (sources === 'not-available' || !sources.ok) return sources;
      return ask('source-outputs', (answer) => readCaptures(answer, sources.value));
    },
    watch: watchSound({
      prepare: takeAwayDefault,
      sources: () => ask('sources', readSources),
      captures: (sources) => ask('source-outputs', (answer) => readCaptures(answer, sources)),
    }),
    descendsFrom,
  };
}

/**
 * The sound server gives listeners of a device that is plugged out, and at every change of the default those of the old
 * one, to the default source (measured). No seat's microphone may be that, so a silent source of our own is.
 */
async function takeAwayDefault(): Promise<void> {
  const say = async (...args: readonly string[]): Promise<string> =>
    (await runToEnd({ command: 'pactl', args, limitMs, env: { ...process.env, LC_ALL: 'C' } })).stdout.toString('utf8');
  if ((await say('get-default-source')).trim() === `${nowhere}.monitor`) return;
  if (!(await say('list', 'short', 'sinks')).includes(`\t${nowhere}\t`))
    await say('load-module', 'module-null-sink', `sink_name=${nowhere}`, 'rate=48000', 'channels=1');
  await say('set-default-source', `${nowhere}.monitor`);
}

async function ask<Found>(
  what: 'sources' | 'source-outputs',
  read: (answer: unknown) => Found,
): Promise<Outcome<Found> | 'not-available'> {
  const run = await runToEnd({
    command: 'pactl',
    args: ['--format=json', 'list', what],
    limitMs,
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (run.code === null && run.stderr.includes('ENOENT')) return 'not-available';
  if (run.code !== 0) return failed(fault('recorder.path-failed', { device: 'pactl' }));
  try {
    return done(read(JSON.parse(run.stdout.toString('utf8'))));
  } catch {
    return failed(fault('recorder.path-failed', { device: 'pactl' }));
  }
}

async function descendsFrom(pid: number, roots: readonly number[]): Promise<boolean> {
  let at = pid;
  for (let depth = 0; depth < deepestTree && at > 1; depth += 1) {
    if (roots.includes(at)) return true;
    at = await parentOf(at);
  }
  return false;
}

/** Field 4 of /proc/PID/stat; the name in field 2 may hold spaces and brackets. 0 when the process is gone. */
async function parentOf(pid: number): Promise<number> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
