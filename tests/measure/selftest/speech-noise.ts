import { seededChance } from '#measure/chance.ts';
import { powerOfTwo, realSignalOf } from '#measure/fourier.ts';
import { octaveMiddlesHz } from '#measure/octaves.ts';

/** Spectrum of a male voice in octaves, dB (IEC 60268-16:2011, table 1), as the test signal has it. */
const levelsDb = [2.9, 2.9, -0.8, -6.8, -12.8, -18.8, -24.8] as const;

/** Steady noise in the half octaves and with the levels of the STIPA signal, so that its ratio to that is the same in every octave. */
export function speechNoise(length: number, sampleRate: number, rms: number, seed: number): Float32Array {
  const chance = seededChance(seed);
  const size = powerOfTwo(length);
  const spectrum = { re: new Float64Array(size), im: new Float64Array(size) };
  for (const [at, middleHz] of octaveMiddlesHz.entries()) {
    const first = Math.ceil((middleHz * size) / sampleRate / 2 ** 0.25);
    const last = Math.floor((middleHz * 2 ** 0.25 * size) / sampleRate);
    const each = Math.sqrt(10 ** (levelsDb[at]! / 10) / (last - first + 1));
    for (let bin = first; bin <= last; bin += 1) {
      const phase = 2 * Math.PI * chance();
      spectrum.re[bin] = each * Math.cos(phase);
      spectrum.im[bin] = each * Math.sin(phase);
      spectrum.re[size - bin] = spectrum.re[bin]!;
      spectrum.im[size - bin] = -spectrum.im[bin]!;
    }
  }
  const samples = realSignalOf(spectrum).subarray(0, length);
  const scale = rms / Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / length);
  return Float32Array.from(samples, (value) => value * scale);
}
