import { existsSync } from 'node:fs';
import path from 'node:path';
import { startLabChild, waitFor } from './lab-child.ts';
import type { LabChild } from './lab-child.ts';

/** A microphone whose own clock runs so much fast, and which hears a chirp at known moments of CLOCK_MONOTONIC. */
export type ClockedMicrophoneRequest = {
  /** ASCII; the PulseAudio source is called `mic_<name>`. */
  readonly name: string;
  readonly label: string;
  /** Millionths by which its clock is fast; slow below zero. */
  readonly ppm: number;
  /** A chirp begins `phaseMs` after each multiple of `everyMs`. */
  readonly everyMs: number;
  readonly phaseMs: number;
};

export type ClockedMicrophoneRoom = {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The compiled fmic. */
  readonly program: string;
  pactl(...args: readonly string[]): Promise<string>;
};

/** As microphone/fmic.c makes it; `rampS` in and out. */
const chirp = { lengthS: 0.06, fromHz: 800, toHz: 4000, rampS: 0.002 } as const;

/** The samples of one chirp at `rateHz`, to look for it. */
export function chirpSamples(rateHz: number): Float32Array {
  const { lengthS, fromHz, toHz, rampS } = chirp;
  return Float32Array.from({ length: Math.round(lengthS * rateHz) }, (_, at) => {
    const s = at / rateHz;
    const ramp = Math.min(1, Math.min(s, lengthS - s) / rampS);
    return ramp * Math.sin(2 * Math.PI * (fromHz * s + ((toHz - fromHz) * s * s) / (2 * lengthS)));
  });
}

/**
 * Plugs the microphone in. The sound server takes what comes through the pipe as 48 000 Hz however many samples a second
 * there are, as it does with a device whose crystal is wrong: nothing on the way resamples it.
 */
export async function startClockedMicrophone(
  { name, label, ppm, everyMs, phaseMs }: ClockedMicrophoneRequest,
  { folder, env, program, pactl }: ClockedMicrophoneRoom,
): Promise<LabChild> {
  const fifo = path.join(folder, `mic_${name}.fifo`);
  await pactl(
    'load-module',
    'module-pipe-source',
    ...[`source_name=mic_${name}`, `file=${fifo}`, 'format=s16le', 'rate=48000', 'channels=1', 'channel_map=mono'],
    `source_properties="device.description='${label}'"`,
  );
  await waitFor(fifo, 2000, () => (existsSync(fifo) ? true : undefined));
  return startLabChild({
    name: `microphone-${name}`,
    command: program,
    args: [fifo, ppm, everyMs, phaseMs].map(String),
    env,
    logFolder: path.join(folder, 'logs'),
  });
}
