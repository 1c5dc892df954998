import { expect, test } from 'vitest';
import { readTone } from '#measure/tone.ts';
import { gaussianNoise } from './noise.ts';

const rate = 48_000;
const sine = (at: number, hz = 1000): number => Math.sin((2 * Math.PI * hz * at) / rate);
const stretch = (of: (at: number) => number): Float32Array => Float32Array.from({ length: rate }, (_, at) => of(at));

test('a clean tone has no distortion and the crest of a sine', () => {
  const { distortion, crestDb, level } = readTone(
    stretch((at) => 0.2 * sine(at)),
    rate,
    1000,
  );
  expect(distortion).toBeLessThan(1e-4);
  expect(crestDb).toBeCloseTo(3.01, 2);
  expect(level).toBeCloseTo(0.2 / Math.SQRT2, 4);
});

test('harmonics are told as the share that was put in', () => {
  const { distortion } = readTone(
    stretch((at) => 0.2 * sine(at) + 0.006 * sine(at, 2000) + 0.008 * sine(at, 3000)),
    rate,
    1000,
  );
  expect(distortion).toBeCloseTo(0.05, 4);
});

test('a square wave has what its series says: the third, the fifth, the seventh and the ninth part', () => {
  // 500 Hz, so that the sampled square has its edges on samples; what lies above half the rate folds back onto few of the rest.
  const { distortion, crestDb } = readTone(
    stretch((at) => 0.5 * Math.sign(sine(at + 0.5, 500))),
    rate,
    500,
  );
  const series = [3, 5, 7, 9].reduce((sum, order) => sum + 1 / order ** 2, 0);
  expect(distortion).toBeCloseTo(Math.sqrt(series), 2);
  expect(crestDb).toBeCloseTo(0, 2);
});

test('a tone whose tops are cut off has the distortion of its Fourier series, also when it is made quieter afterwards', () => {
  const cut = 0.5;
  const clipped = stretch((at) => 0.1 * Math.max(-cut, Math.min(cut, sine(at))));
  const turns = 100_000;
  const part = (order: number): number => {
    let sum = 0;
    for (let at = 0; at < turns; at += 1) {
      const angle = (2 * Math.PI * (at + 0.5)) / turns;
      sum += Math.max(-cut, Math.min(cut, Math.sin(angle))) * Math.sin(order * angle);
    }
    return sum / turns;
  };
  const harmonics = [3, 5, 7, 9].map((order) => (part(order) / part(1)) ** 2).reduce((sum, square) => sum + square);
  const { distortion, crestDb } = readTone(clipped, rate, 1000);
  expect(distortion).toBeCloseTo(Math.sqrt(harmonics), 2);
  expect(crestDb).toBeLessThan(2);
});

test('noise beside a tone is no distortion of it', () => {
  const noise = gaussianNoise(rate, 0.02);
  expect(
    readTone(
      stretch((at) => 0.2 * sine(at) + noise[at]!),
      rate,
      1000,
    ).distortion,
  ).toBeLessThan(0.01);
});

test('silence has no figures', () => {
  expect(readTone(new Float32Array(rate), rate, 1000)).toEqual({ distortion: 0, crestDb: 0, level: 0 });
});
