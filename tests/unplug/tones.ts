import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scanChunks } from '#domain/record/chunk.ts';
import { decodeSound, sampleRate } from '../lab/wave-file.ts';

/** 20 ms: every tone that is a multiple of 50 Hz has whole periods in it, so that none is seen in another. */
const windowSamples = sampleRate / 50;
/** A thirtieth of a tone's own loudness: what Opus makes of one tone at another's frequency is far below, a moment of sound above. */
const heardFrom = 0.2 / 30;

/** A click has as much of everything; a tone stands out between the two halfway to its neighbours. */
const standsOutBy = 2;
const halfwayHz = 150;

function isTone(window: Float32Array, hz: number): boolean {
  const level = amplitude(window, hz);
  if (level <= heardFrom) return false;
  const around = (amplitude(window, hz - halfwayHz) + amplitude(window, hz + halfwayHz)) / 2;
  return level > around * standsOutBy;
}

/** How much of every tone is in what a track gives out, in samples of windows that hold it. */
export type TonesHeard = Readonly<{ trackId: string; samples: number; byHz: ReadonlyMap<number, number> }>;

function amplitude(samples: Float32Array, hz: number): number {
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, at) => {
    real += sample * Math.cos((2 * Math.PI * hz * at) / sampleRate);
    imaginary += sample * Math.sin((2 * Math.PI * hz * at) / sampleRate);
  });
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

/** One that was unplugged before its first sound was proven to be its own holds nothing but its head, which no decoder takes for sound. */
function hasSound(file: string): boolean {
  return [...scanChunks(readFileSync(file))].some((chunk) => chunk.state === 'whole' && chunk.header.kind === 'media');
}

/** Decodes every epoch of a track and counts whose tones are in it. */
export async function tonesOf(hearingFolder: string, trackId: string, tonesHz: readonly number[]): Promise<TonesHeard> {
  const folder = path.join(hearingFolder, 'tracks', trackId);
  const byHz = new Map(tonesHz.map((hz) => [hz, 0]));
  let total = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mkv'))) {
    if (!hasSound(path.join(folder, file))) continue;
    const samples = await decodeSound(path.join(folder, file));
    total += samples.length;
    for (let at = 0; at + windowSamples <= samples.length; at += windowSamples) {
      const window = samples.subarray(at, at + windowSamples);
      for (const hz of tonesHz) if (isTone(window, hz)) byHz.set(hz, (byHz.get(hz) ?? 0) + windowSamples);
    }
  }
  return { trackId, samples: total, byHz };
}
