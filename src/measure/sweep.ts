import { powerOfTwo, realSignalOf, spectrumOf } from './fourier.ts';

/** A tone that runs through a range of frequencies, every octave in the same time. `amplitude` from 0 to 1. */
export type Sweep = Readonly<{
  sampleRate: number;
  lengthS: number;
  fromHz: number;
  toHz: number;
  amplitude: number;
}>;

const fadeS = 0.02;
/** What a sweep has no power for cannot be told from noise: so much below its strongest frequency nothing is divided by it. */
const leastPower = 1e-5;

/** Mono samples. Faded in and out, because a click has every frequency at once. */
export function sweepSamples({ sampleRate, lengthS, fromHz, toHz, amplitude }: Sweep): Float32Array {
  const length = Math.round(sampleRate * lengthS);
  const perOctave = lengthS / Math.log(toHz / fromHz);
  return Float32Array.from({ length }, (_, at) => {
    const timeS = at / sampleRate;
    const fade = Math.min(1, timeS / fadeS, (length - at) / sampleRate / fadeS);
    return amplitude * fade * Math.sin(2 * Math.PI * fromHz * perOctave * (Math.exp(timeS / perOctave) - 1));
  });
}

/**
 * What becomes of a single click on the way from `played` to `recorded` (both begin at the same moment, mono, one sample rate): sample n
 * is what arrives n samples later, as a share of what was sent. Deconvolution, regularised where nothing was played. As long as `recorded`
 * goes on after `played`: of what comes later only a part of the frequencies would be heard in whole.
 */
export function impulseResponse(played: Float32Array, recorded: Float32Array): Float64Array {
  const length = powerOfTwo(played.length + recorded.length);
  const [sent, came] = [spectrumOf(played, length), spectrumOf(recorded, length)];
  let strongest = 0;
  for (let bin = 0; bin < length; bin += 1) strongest = Math.max(strongest, sent.re[bin]! ** 2 + sent.im[bin]! ** 2);
  const least = strongest * leastPower;
  const quotient = { re: new Float64Array(length), im: new Float64Array(length) };
  for (let bin = 0; bin < length; bin += 1) {
    const [a, b, c, d] = [sent.re[bin]!, sent.im[bin]!, came.re[bin]!, came.im[bin]!];
    const power = a * a + b * b + least;
    quotient.re[bin] = (c * a + d * b) / power;
    quotient.im[bin] = (d * a - c * b) / power;
  }
  return realSignalOf(quotient).slice(0, Math.max(0, recorded.length - played.length));
}
