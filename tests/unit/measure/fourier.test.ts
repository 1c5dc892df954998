import { expect, test } from 'vitest';
import { powerOfTwo, realSignalOf, signalOf, spectrumOf } from '#measure/fourier.ts';
import { meanPower, octaveEnvelopes, octaveMiddlesHz } from '#measure/octaves.ts';

const rate = 48_000;

test('a transform is the sum that its definition says', () => {
  const samples = Float64Array.from({ length: 16 }, (_, at) => Math.cos(at * 1.3) + at / 10);
  const { re, im } = spectrumOf(samples);
  for (const bin of [0, 1, 5, 8, 15]) {
    const angle = (at: number): number => (-2 * Math.PI * bin * at) / 16;
    const sum = (of: (at: number) => number): number => samples.reduce((total, value, at) => total + value * of(at), 0);
    expect(re[bin]).toBeCloseTo(
      sum((at) => Math.cos(angle(at))),
      9,
    );
    expect(im[bin]).toBeCloseTo(
      sum((at) => Math.sin(angle(at))),
      9,
    );
  }
});

test('what was taken apart comes back', () => {
  const samples = Float64Array.from({ length: 1000 }, (_, at) => Math.sin(at * at));
  const { re, im } = signalOf(spectrumOf(samples));
  expect(re.length).toBe(powerOfTwo(1000));
  for (const [at, value] of samples.entries()) expect(re[at]).toBeCloseTo(value, 9);
  expect(Math.max(...im.map(Math.abs))).toBeLessThan(1e-12);
});

test.each([1, 2, 4, 1000, 20_000])('%d samples come back the short way as well, and as the long one says', (count) => {
  const samples = Float64Array.from({ length: count }, (_, at) => Math.sin(at * at) + 0.3);
  const spectrum = spectrumOf(samples);
  const [short, long] = [realSignalOf(spectrum), signalOf(spectrum).re];
  expect(short.length).toBe(powerOfTwo(count));
  expect(Math.max(...short.map((value, at) => Math.abs(value - (samples[at] ?? 0))))).toBeLessThan(1e-12);
  expect(Math.max(...short.map((value, at) => Math.abs(value - long[at]!)))).toBeLessThan(1e-12);
});

test.each(octaveMiddlesHz)(
  'a tone of %d Hz has its whole power in its own octave and next to none in the others',
  (hz) => {
    const tone = Float32Array.from({ length: 2 * rate }, (_, at) => 0.2 * Math.sin((2 * Math.PI * hz * at) / rate));
    const powers = octaveEnvelopes(tone, rate).map((each) => meanPower(each, 0.5, 1.5));
    for (const [at, power] of powers.entries()) {
      if (octaveMiddlesHz[at] === hz) expect(power).toBeCloseTo(0.02, 4);
      else expect(power).toBeLessThan(0.02 / 10_000);
    }
  },
);

test('an envelope follows the loudness of a band in time', () => {
  const swelling = Float32Array.from(
    { length: 4 * rate },
    (_, at) =>
      Math.sqrt(1 + 0.5 * Math.sin((2 * Math.PI * 2 * at) / rate)) * Math.sin((2 * Math.PI * 1000 * at) / rate),
  );
  const envelope = octaveEnvelopes(swelling, rate)[3]!;
  // The loudest moment of a turn of half a second is after an eighth of one, the quietest after three.
  expect(meanPower(envelope, 1.12, 1.13)).toBeCloseTo(0.75, 2);
  expect(meanPower(envelope, 1.37, 1.38)).toBeCloseTo(0.25, 2);
});
