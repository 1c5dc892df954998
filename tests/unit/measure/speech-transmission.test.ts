import { expect, test } from 'vitest';
import { indexOf, indexOfEnvelopes, modulationsHz, transferIndex } from '#measure/speech-transmission.ts';
import { stipaIndexOf, stipaSamples } from '#measure/stipa.ts';
import { octaveEnvelopes, meanPower } from '#measure/octaves.ts';
import { signalOf, spectrumOf } from '#measure/fourier.ts';
import { gaussianNoise } from './noise.ts';
import { throughRoom } from './through-room.ts';

const sampleRate = 24_000;
const signalOfS = (lengthS: number): Float32Array => stipaSamples({ sampleRate, lengthS, rms: 0.1, seed: 1 });
const played = signalOfS(25);
/** IEC 60268-16: what noise so far below speech leaves. */
const theoryOfNoise = (decibel: number): number => (Math.min(15, Math.max(-15, decibel)) + 15) / 30;
/** Houtgast and Steeneken: a room in which sound falls by 60 dB in so many seconds. */
const kept = (seconds: number, hz: number): number => 1 / Math.sqrt(1 + ((2 * Math.PI * hz * seconds) / 13.8) ** 2);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const theoryOfRoom = (seconds: number): number =>
  indexOf(Array<number>(7).fill(mean(modulationsHz.map((hz) => transferIndex(kept(seconds, hz))))));
const roomOf = (seconds: number, lengthS = 2 * seconds): Float64Array =>
  Float64Array.from(
    gaussianNoise(Math.round(lengthS * sampleRate), 1, 7),
    (value, at) => value * Math.exp((-6.9078 * at) / sampleRate / seconds),
  );

/** Noise that lies as far below `signal` in every octave. */
function noiseBelow(signal: Float32Array, decibel: number): Float32Array {
  const noise = stipaLike(signal);
  const scale = 10 ** (-decibel / 20);
  return noise.map((value) => value * scale);
}

/** Stationary noise with the signal's spectrum: the same amplitudes, phases by chance. */
function stipaLike(signal: Float32Array): Float32Array {
  const spectrum = spectrumOf(signal);
  const { length } = spectrum.re;
  const chance = gaussianNoise(length, 1, 3);
  const made = { re: new Float64Array(length), im: new Float64Array(length) };
  for (let bin = 1; bin < length / 2; bin += 1) {
    const amplitude = Math.hypot(spectrum.re[bin]!, spectrum.im[bin]!);
    made.re[bin] = amplitude * Math.cos(100 * chance[bin]!);
    made.im[bin] = amplitude * Math.sin(100 * chance[bin]!);
  }
  const samples = signalOf(made).re.subarray(0, signal.length);
  const out = Float32Array.from(samples);
  const [own, wanted] = [out, signal].map((each) => meanPower(octaveEnvelopes(each, sampleRate)[3]!)) as [
    number,
    number,
  ];
  return out.map((value) => value * Math.sqrt(wanted / own));
}

// Deep under noise chance counts for more, and only a longer signal makes up for it.
test.each([
  [15, 25],
  [-10, 40],
])('speech %d dB over noise has the index that theory says, within 0.02, in %d s', (decibel, lengthS) => {
  const signal = signalOfS(lengthS);
  const noise = noiseBelow(signal, decibel);
  const recorded = signal.map((value, at) => value + noise[at]!);
  expect(
    Math.abs(stipaIndexOf(signal, octaveEnvelopes(recorded, sampleRate), sampleRate) - theoryOfNoise(decibel)),
  ).toBeLessThan(0.02);
});

test.each([1])(
  'a room of %d s has the index that theory says, within 0.02, by its click and by its speech',
  (seconds) => {
    const response = roomOf(seconds);
    expect(Math.abs(indexOfEnvelopes(octaveEnvelopes(response, sampleRate)) - theoryOfRoom(seconds))).toBeLessThan(
      0.02,
    );
    const recorded = throughRoom(played, response);
    expect(
      Math.abs(stipaIndexOf(played, octaveEnvelopes(recorded, sampleRate), sampleRate) - theoryOfRoom(seconds)),
    ).toBeLessThan(0.02);
  },
);

test('an impulse response and the noise of each octave make one index', () => {
  const click = new Float64Array(sampleRate);
  click[10] = 1;
  const envelopes = octaveEnvelopes(click, sampleRate);
  expect(indexOfEnvelopes(envelopes)).toBeGreaterThan(0.99);
  expect(indexOfEnvelopes(envelopes, Array<number>(7).fill(3))).toBeCloseTo(theoryOfNoise(3), 2);
});
