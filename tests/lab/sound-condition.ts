import { readFileSync } from 'node:fs';
import { encodeWave, headerBytes, sampleRate } from './wave-file.ts';

/**
 * What a microphone gives. Healthy: `speech`, `pause` (nobody speaks in a live room), `soft` (far from the microphone),
 * `loud`, `fan` (and nobody speaks). Not healthy: `silence` (digital zeros), `faint` (below everything), `hiss` (a dead capsule
 * behind a live cable), `hum` (a broken shield), `clipped`.
 */
export type SoundCondition =
  'speech' | 'pause' | 'soft' | 'loud' | 'fan' | 'silence' | 'faint' | 'hiss' | 'hum' | 'clipped';

const mains = [
  { hz: 50, amplitude: 0.12 },
  { hz: 100, amplitude: 0.05 },
  { hz: 150, amplitude: 0.08 },
  { hz: 250, amplitude: 0.03 },
];
const inDb = (db: number): number => 10 ** (db / 20);

/** The same noise at every run, amplitude 1. */
function* whiteNoise(): Generator<number, never> {
  let state = 1;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield (2 * state) / 2 ** 32 - 1;
  }
}

/** The speaker's wave file, whose length is whole seconds, under a condition, as another wave file. */
export function underCondition(speechFile: string, condition: Exclude<SoundCondition, 'speech' | 'silence'>): Buffer {
  const bytes = readFileSync(speechFile).subarray(headerBytes);
  const noise = whiteNoise();
  const room = (db: number): number => noise.next().value * inDb(db) * Math.sqrt(3);
  const hum = (at: number): number =>
    mains.reduce((sum, { hz, amplitude }) => sum + amplitude * Math.sin((2 * Math.PI * hz * at) / sampleRate), 0);
  const make = {
    pause: () => room(-60),
    soft: (sample: number) => sample * inDb(-20) + room(-65),
    loud: (sample: number) => 0.7 * Math.tanh((sample * inDb(4)) / 0.7),
    fan: () => room(-50),
    hiss: () => room(-70),
    faint: (sample: number) => sample * inDb(-62),
    hum: (sample: number, at: number) => sample * inDb(-20) + hum(at),
    clipped: (sample: number) => Math.max(-1, Math.min(1, sample * inDb(22))),
  }[condition];
  return encodeWave(
    Float32Array.from({ length: bytes.length / 2 }, (_, at) => make(bytes.readInt16LE(at * 2) / 32_768, at)),
  );
}
