import { powerOfTwo, realSignalOf, spectrumOf } from './fourier.ts';

/** How alike two recordings are where they are most alike. */
export type SameSound = Readonly<{
  /** Normalised cross-correlation, 0 to 1: 1 is the same but for its level. */
  likeness: number;
  /** How much later the same is heard in the second than in the first, seconds. */
  lagS: number;
}>;

/** Speech is below 4 kHz, and what two codecs do differently is mostly above. */
const reducedTo = 8000;
/** So much of the first is looked for: longer, and two sound cards' clocks would part in it. */
const stretchS = 3;
const mostLagS = 2;
/** What repeats itself, as a hum does, is as like a period later: the place nearest to no lag counts. */
const asGood = 0.95;
/** A piece with so little of the loudest one's power has nothing that could be recognised. */
const leastPowerShare = 1e-3;

/**
 * Looks for the loudest three seconds of one recording in another, up to two seconds earlier or later. Null where there is nothing to look
 * for. The level of either does not matter; a turned polarity counts as the same.
 */
export function compareSounds(first: Float32Array, second: Float32Array, sampleRate: number): SameSound | null {
  const step = Math.max(1, Math.round(sampleRate / reducedTo));
  const rate = sampleRate / step;
  const [one, other] = [reduce(first, step), reduce(second, step)];
  const length = Math.min(one.length, Math.round(stretchS * rate));
  if (length === 0 || other.length < length) return null;
  const from = loudestStart(one, length);
  const wanted = one.subarray(from, from + length);
  const energy = energyOf(wanted);
  if (energy === 0) return null;
  const mostLag = Math.round(mostLagS * rate);
  const firstAt = Math.max(0, from - mostLag);
  const among = other.subarray(firstAt, Math.min(other.length, from + length + mostLag));
  if (among.length < length) return null;
  const size = powerOfTwo(among.length + length);
  const [a, b] = [spectrumOf(among, size), spectrumOf(wanted, size)];
  const re = a.re.map((value, at) => value * b.re[at]! + a.im[at]! * b.im[at]!);
  const im = a.im.map((value, at) => value * b.re[at]! - a.re[at]! * b.im[at]!);
  const products = realSignalOf({ re, im });
  let here = energyOf(among.subarray(0, length));
  const leastEnergy = energyOf(among) * leastPowerShare;
  const likeness = new Float64Array(among.length - length + 1);
  for (let at = 0; at < likeness.length; at += 1) {
    likeness[at] = here > leastEnergy ? Math.min(1, Math.abs(products[at]!) / Math.sqrt(energy * here)) : 0;
    here += (among[at + length] ?? 0) ** 2 - among[at]! ** 2;
  }
  const most = likeness.reduce((one, other) => Math.max(one, other), 0);
  const inTime = from - firstAt;
  let best = likeness.indexOf(most);
  likeness.forEach((here, at) => {
    const isPeak = here >= (likeness[at - 1] ?? 0) && here >= (likeness[at + 1] ?? 0);
    if (isPeak && here >= most * asGood && Math.abs(at - inTime) < Math.abs(best - inTime)) best = at;
  });
  return { likeness: most, lagS: (best - inTime) / rate };
}

/** Means of so many samples: a plain low-pass is enough, because both are treated alike. */
function reduce(samples: Float32Array, step: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, at) => {
    let sum = 0;
    for (let within = 0; within < step; within += 1) sum += samples[at * step + within]!;
    return sum / step;
  });
}

function energyOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0);
}

function loudestStart(samples: Float32Array, length: number): number {
  let energy = energyOf(samples.subarray(0, length));
  let [most, start] = [energy, 0];
  for (let at = 0; at + length < samples.length; at += 1) {
    energy += samples[at + length]! ** 2 - samples[at]! ** 2;
    if (energy > most) [most, start] = [energy, at + 1];
  }
  return start;
}
