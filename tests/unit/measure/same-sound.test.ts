import { expect, test } from 'vitest';
import { compareSounds } from '#measure/same-sound.ts';
import { evenNoise } from './noise.ts';

const rate = 48_000;
const noise = evenNoise(8 * rate, 0.1);
/** `lateS` later than the noise, with a level of its own and something else beside it. */
function heard(lateS: number, gain: number, besides: Float32Array | null = null): Float32Array {
  const late = Math.round(lateS * rate);
  return noise.map((_, at) => gain * (noise[at - late] ?? 0) + (besides?.[at] ?? 0));
}

test.each([0, 0.25, -0.4, 1.5])(
  'the same sound %d s later is found there, whatever its level and polarity',
  (lateS) => {
    for (const gain of [1, 0.05, -3]) {
      const same = compareSounds(noise, heard(lateS, gain), rate);
      expect(same?.likeness).toBeGreaterThan(0.99);
      expect(same?.lagS).toBeCloseTo(lateS, 3);
    }
  },
);

test('with as much of something else beside it the likeness is one over the root of two', () => {
  const other = evenNoise(16 * rate, 0.1).subarray(8 * rate);
  expect(compareSounds(noise, heard(0.1, 1, other), rate)?.likeness).toBeCloseTo(Math.SQRT1_2, 1);
});

test('another sound is not like it, and of nothing nothing is said', () => {
  const other = evenNoise(16 * rate, 0.1).subarray(8 * rate);
  expect(compareSounds(noise, other, rate)?.likeness).toBeLessThan(0.1);
  expect(compareSounds(new Float32Array(8 * rate), noise, rate)).toBeNull();
  expect(compareSounds(noise, new Float32Array(0), rate)).toBeNull();
  expect(compareSounds(noise, new Float32Array(8 * rate), rate)?.likeness).toBe(0);
});

test('a hum, which is like itself at every period, is taken to be in time', () => {
  const hum = (seed: number): Float32Array =>
    evenNoise(8 * rate, 0.002, seed).map((noise, at) => noise + 0.1 * Math.sin((2 * Math.PI * 50 * at) / rate));
  const same = compareSounds(hum(1), hum(2), rate);
  expect(same?.likeness).toBeGreaterThan(0.99);
  expect(Math.abs(same?.lagS ?? 1)).toBeLessThan(0.011);
});
