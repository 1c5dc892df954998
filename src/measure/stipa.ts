import { seededChance } from './chance.ts';
import { powerOfTwo, realSignalOf } from './fourier.ts';
import { meanPower, octaveEnvelopes, octaveMiddlesHz, type Envelope } from './octaves.ts';
import { indexOf, shareAt, transferIndex } from './speech-transmission.ts';

/** Of an octave from 125 Hz to 8 kHz: its two modulations (IEC 60268-16, STIPA). */
const modulationsHz = [
  [1.6, 8],
  [1, 5],
  [0.63, 3.15],
  [2, 10],
  [1.25, 6.25],
  [0.8, 4],
  [2.5, 12.5],
] as const;
const depth = 0.55;
/** Spectrum of a male voice in octaves, dB (IEC 60268-16:2011, table 1). */
const levelsDb = [2.9, 2.9, -0.8, -6.8, -12.8, -18.8, -24.8] as const;

export type StipaSignal = Readonly<{ sampleRate: number; lengthS: number; rms: number; seed: number }>;

/** The test signal: half an octave of noise in each band, its loudness modulated twice. 15 to 25 s give a good figure. */
export function stipaSamples({ sampleRate, lengthS, rms, seed }: StipaSignal): Float32Array {
  const length = Math.round(sampleRate * lengthS);
  const chance = seededChance(seed);
  const sum = new Float64Array(length);
  for (const [at, middleHz] of octaveMiddlesHz.entries()) {
    const carrier = halfOctave(middleHz, length, sampleRate, chance);
    const [slowHz, fastHz] = modulationsHz[at]!;
    const [slow, fast] = [slowHz, fastHz].map((hz) => (2 * Math.PI * hz) / sampleRate) as [number, number];
    const amplitude = 10 ** (levelsDb[at]! / 20);
    for (let sample = 0; sample < length; sample += 1) {
      const loudness = 0.5 * (1 + depth * (Math.sin(slow * sample) - Math.sin(fast * sample)));
      sum[sample]! += amplitude * carrier[sample]! * Math.sqrt(Math.max(0, loudness));
    }
  }
  const scale = rms / rmsOf(sum);
  return Float32Array.from(sum, (value) => value * scale);
}

/** Noise of half an octave, RMS 1. */
function halfOctave(middleHz: number, length: number, sampleRate: number, chance: () => number): Float64Array {
  const size = powerOfTwo(length);
  const spectrum = { re: new Float64Array(size), im: new Float64Array(size) };
  const last = Math.floor((middleHz * 2 ** 0.25 * size) / sampleRate);
  for (let bin = Math.ceil((middleHz * size) / sampleRate / 2 ** 0.25); bin <= last; bin += 1) {
    const phase = 2 * Math.PI * chance();
    spectrum.re[bin] = Math.cos(phase);
    spectrum.im[bin] = Math.sin(phase);
    spectrum.re[size - bin] = spectrum.re[bin]!;
    spectrum.im[size - bin] = -spectrum.im[bin]!;
  }
  const samples = realSignalOf(spectrum).subarray(0, length);
  const scale = 1 / rmsOf(samples);
  return samples.map((value) => value * scale);
}

function rmsOf(samples: Float64Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length));
}

/**
 * The index of a way by the direct method alone: `played`, a STIPA signal, and the octaves of what `came` of it. Aligned: the first sample
 * of the one arrives as the first of the other, within some tens of ms.
 *
 * Depths are taken as shares of those that the played noise itself has in this stretch, whose loudness also changes by chance: without
 * it a clean way would have 0.98, and one 15 dB over noise 0.94 where theory says 1.
 */
export function stipaIndexOf(played: Float32Array, came: readonly Envelope[], sampleRate: number): number {
  const length = Math.round((came[0]!.power.length / came[0]!.ratePerS) * sampleRate);
  const { shares } = sentOf(played, Math.min(length, played.length), sampleRate);
  const transfers = modulationsHz.map((pair, octave) => {
    const kept = pair.map((hz, at) => transferIndex(shareOf(came[octave]!, hz) / shares[octave]![at]!));
    return kept.reduce((sum, each) => sum + each, 0) / kept.length;
  });
  return indexOf(transfers);
}

/** Mean sound power of the first `length` samples of a played signal, in each octave. */
export function octavePowers(played: Float32Array, length: number, sampleRate: number): readonly number[] {
  return sentOf(played, length, sampleRate).powers;
}

type Sent = Readonly<{ length: number; shares: readonly (readonly number[])[]; powers: readonly number[] }>;
/** Whoever is asked for many microphones in turn has played one signal. */
const sentBySignal = new WeakMap<Float32Array, Sent>();

function sentOf(played: Float32Array, length: number, sampleRate: number): Sent {
  const known = sentBySignal.get(played);
  // An envelope's rate does not divide every length: one sample of it less or more is the same stretch.
  if (known !== undefined && Math.abs(known.length - length) < sampleRate / 10) return known;
  const envelopes = octaveEnvelopes(played.subarray(0, length), sampleRate);
  const sent = {
    length,
    shares: modulationsHz.map((pair, octave) => pair.map((hz) => shareOf(envelopes[octave]!, hz))),
    powers: envelopes.map((envelope) => meanPower(envelope)),
  };
  sentBySignal.set(played, sent);
  return sent;
}

/** Over whole turns: what is steady must not show in what turns. */
function shareOf(envelope: Envelope, hz: number): number {
  const turn = envelope.ratePerS / hz;
  return shareAt(envelope, hz, Math.round(Math.floor(envelope.power.length / turn) * turn));
}
