import { powerOfTwo, signalOf, spectrumOf, type Complex } from './fourier.ts';

/** Middles of the octave bands in which speech is judged, Hz (IEC 61260-1, IEC 60268-16). */
export const octaveMiddlesHz = [125, 250, 500, 1000, 2000, 4000, 8000] as const;

/** Sound power within a band over time, at a rate of its own. */
export type Envelope = Readonly<{ power: Float64Array; ratePerS: number }>;

/** 45 dB less an octave away, so that a loud band does not stand in for a quiet one beside it (IEC 60268-16 asks for 42). */
const slope = 14;
const edgeRatio = Math.SQRT2 - Math.SQRT1_2;
/** Further away nothing is let through that counts: 50 dB down. */
const reach = 2.1;

/** How much of an amplitude passes at this frequency: 1 in the middle, 3 dB down at the edges, without a phase. */
function passes(hz: number, middleHz: number): number {
  const ratio = hz / middleHz;
  return 1 / Math.sqrt(1 + Math.pow(Math.abs(ratio - 1 / ratio) / edgeRatio, slope));
}

/**
 * The sound power of each octave band over time. Bands are cut out of one transform of the whole and turned back by themselves, so that
 * each comes at the rate that it needs; a band that reaches beyond half the sample rate ends there.
 */
export function octaveEnvelopes(samples: Float32Array | Float64Array, sampleRate: number): readonly Envelope[] {
  // A second more: what a filter lets ring must not come in at the other end.
  const length = powerOfTwo(samples.length + sampleRate);
  const spectrum = spectrumOf(samples, length);
  return octaveMiddlesHz.map((middleHz) => bandEnvelope(spectrum, samples.length, sampleRate, middleHz));
}

function bandEnvelope(spectrum: Complex, samples: number, sampleRate: number, middleHz: number): Envelope {
  const { length } = spectrum.re;
  const binHz = sampleRate / length;
  const first = Math.ceil(middleHz / reach / binHz);
  const last = Math.min(Math.floor((middleHz * reach) / binHz), length / 2 - 1);
  // Twice as many: the power of a band changes up to as fast as the band is wide.
  const size = powerOfTwo(2 * (last - first + 1));
  const band = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let bin = first; bin <= last; bin += 1) {
    const share = passes(bin * binHz, middleHz);
    band.re[bin - first] = spectrum.re[bin]! * share;
    band.im[bin - first] = spectrum.im[bin]! * share;
  }
  const { re, im } = signalOf(band);
  const scale = 2 * (size / length) ** 2;
  const count = Math.floor((samples * size) / length);
  const power = Float64Array.from({ length: count }, (_, at) => scale * (re[at]! ** 2 + im[at]! ** 2));
  return { power, ratePerS: (sampleRate * size) / length };
}

/** Mean of a stretch of an envelope; the whole of it without bounds in seconds. */
export function meanPower({ power, ratePerS }: Envelope, fromS = 0, toS = Infinity): number {
  const from = Math.max(0, Math.round(fromS * ratePerS));
  const to = Math.min(power.length, Math.round(toS * ratePerS));
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += power[at]!;
  return to <= from ? 0 : sum / (to - from);
}
