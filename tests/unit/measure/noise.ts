import { seededChance } from '#measure/chance.ts';

/** Even noise between -amplitude and amplitude, the same at every run of one seed. */
export function evenNoise(length: number, amplitude: number, seed = 1): Float32Array {
  const chance = seededChance(seed);
  return Float32Array.from({ length }, () => amplitude * (2 * chance() - 1));
}

/** Gaussian noise of this RMS, the same at every run of one seed (Box and Muller). */
export function gaussianNoise(length: number, rms: number, seed = 1): Float32Array {
  const chance = seededChance(seed);
  return Float32Array.from(
    { length },
    () => rms * Math.sqrt(-2 * Math.log(chance() + 1e-12)) * Math.cos(2 * Math.PI * chance()),
  );
}
