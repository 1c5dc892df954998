import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startLabChild, waitFor } from './lab-child.ts';
import type { LabChild } from './lab-child.ts';
import { sampleRate } from './wave-file.ts';

const run = promisify(execFile);

/** A hall whose loudspeakers are heard by its microphones. Names are ASCII, and what `pactl` calls them; labels are what people read. */
export type AcousticRoomRequest = Readonly<{
  loudspeakers: readonly Readonly<{ name: string; label: string }>[];
  /** Their sources are called `mic_<name>`. */
  microphones: readonly Readonly<{ name: string; label: string }>[];
}>;

/** What all that a microphone hears goes through, in this order: multiplied, and cut off at this amplitude. */
export type MicrophoneChain = Readonly<{ gain: number; clipAt: number }>;

export type AcousticRoom = Readonly<{
  /** From now on what this loudspeaker plays comes to that microphone through this impulse response at 48 kHz; null: not at all. */
  way(loudspeaker: string, microphone: string, response: Float32Array | null): Promise<void>;
  /** Heard beside, again and again: a voice, noise, hum; null: nothing. Whole loops, so that they join without a click. */
  loop(microphone: string, samples: Float32Array | null): Promise<void>;
  chain(microphone: string, chain: MicrophoneChain): Promise<void>;
}>;

type Place = Readonly<{
  folder: string;
  env: NodeJS.ProcessEnv;
  /** The compiled froom. */
  program: string;
  pactl(...args: readonly string[]): Promise<string>;
}>;

/** Plugs loudspeakers and microphones in; at first no loudspeaker is heard anywhere, and every microphone hears silence. */
export async function startAcousticRoom(
  { loudspeakers, microphones }: AcousticRoomRequest,
  { folder, env, program, pactl }: Place,
): Promise<Readonly<{ room: AcousticRoom; child: LabChild }>> {
  const pipeOf = (kind: string, name: string): string => path.join(folder, `${kind}_${name}.fifo`);
  const format = ['format=s16le', 'rate=48000', 'channels=1', 'channel_map=mono'];
  for (const { name, label } of loudspeakers)
    await pactl(
      'load-module',
      'module-pipe-sink',
      ...[`sink_name=${name}`, `file=${pipeOf('loudspeaker', name)}`, ...format, 'use_system_clock_for_timing=yes'],
      `sink_properties="device.description='${label}'"`,
    );
  for (const { name, label } of microphones)
    await pactl(
      'load-module',
      'module-pipe-source',
      ...[`source_name=mic_${name}`, `file=${pipeOf('mic', name)}`, ...format],
      `source_properties="device.description='${label}'"`,
    );
  // As a hall's own output is; null sinks would be chosen by chance.
  const [first] = loudspeakers;
  if (first !== undefined) await pactl('set-default-sink', first.name);
  const pipes = [
    ...loudspeakers.map(({ name }) => pipeOf('loudspeaker', name)),
    '--',
    ...microphones.map(({ name }) => pipeOf('mic', name)),
  ];
  for (const pipe of pipes.filter((each) => each !== '--'))
    await waitFor(pipe, 2000, () => (existsSync(pipe) ? true : undefined));
  const control = path.join(folder, 'room.fifo');
  await run('mkfifo', [control]);
  const child = await startLabChild({
    ...{ name: 'room', command: program, args: [control, ...pipes], env },
    logFolder: path.join(folder, 'logs'),
  });
  let files = 0;
  const order = (line: string): Promise<void> => appendFile(control, `${line}\n`);
  const fileOf = (samples: Float32Array | null): string => {
    if (samples === null) return '-';
    files += 1;
    const file = path.join(folder, `room-${String(files)}.f32`);
    writeFileSync(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    return file;
  };
  const numberOf = (of: readonly Readonly<{ name: string }>[], name: string): string => {
    const at = of.findIndex((each) => each.name === name);
    if (at < 0) throw new Error(`the room has no ${name}`);
    return String(at);
  };
  return {
    child,
    room: {
      way: (loudspeaker, microphone, response) =>
        order(`way ${numberOf(loudspeakers, loudspeaker)} ${numberOf(microphones, microphone)} ${fileOf(response)}`),
      loop: (microphone, samples) => order(`loop ${numberOf(microphones, microphone)} ${fileOf(samples)}`),
      chain: (microphone, { gain, clipAt }) =>
        order(`chain ${numberOf(microphones, microphone)} ${String(gain)} ${String(clipAt)}`),
    },
  };
}

/** An impulse response by arrivals, each so late and such a share of the amplitude. */
export function arrivals(...each: readonly (readonly [lateMs: number, share: number])[]): Float32Array {
  const at = (lateMs: number): number => Math.round((lateMs * sampleRate) / 1000);
  const response = new Float32Array(Math.max(...each.map(([lateMs]) => at(lateMs))) + 1);
  for (const [lateMs, share] of each) response[at(lateMs)]! += share;
  return response;
}

/** An impulse response of a room in which sound takes `seconds` to fall by 60 dB: noise that dies away, its power that of `share`. */
export function reverberation(seconds: number, share: number, noise: Float32Array): Float32Array {
  const length = Math.min(noise.length, Math.round(1.2 * seconds * sampleRate));
  const response = noise.slice(0, length).map((value, at) => value * 10 ** ((-3 * at) / sampleRate / seconds));
  const energy = response.reduce((sum, value) => sum + value * value, 0);
  return response.map((value) => (value * share) / Math.sqrt(energy));
}
