import { describe, expect, test } from 'vitest';
import { amplitudeHistogram, lumaHistogram } from '#measure/histogram.ts';

describe('the amplitudes of a sound', () => {
  const sum = (counts: Uint32Array, from: number, to = counts.length): number =>
    counts.subarray(from, to).reduce((total, count) => total + count, 0);

  test('a sine spends as much of its time beyond nine tenths as the arcsine law says', () => {
    const samples = Float32Array.from({ length: 100_000 }, (_, at) => Math.sin(at));
    const { counts, offset } = amplitudeHistogram(samples, 201);
    const beyond = (sum(counts, 0, 10) + sum(counts, 191)) / samples.length;
    // The steps end at ±(1 − 2·10/201).
    expect(beyond).toBeCloseTo(1 - (2 / Math.PI) * Math.asin(1 - 20 / 201), 2);
    expect(Math.abs(offset)).toBeLessThan(0.001);
  });

  test('a clipped signal lies in the outermost steps, digital silence in the middle one', () => {
    const square = Float32Array.from({ length: 1000 }, (_, at) => (at % 2 === 0 ? 1.2 : -1));
    expect([...amplitudeHistogram(square, 5).counts]).toEqual([500, 0, 0, 0, 500]);
    expect([...amplitudeHistogram(new Float32Array(8), 5).counts]).toEqual([0, 0, 8, 0, 0]);
  });

  test('direct current is the mean', () => {
    expect(amplitudeHistogram(Float32Array.of(0.3, 0.1, 0.2)).offset).toBeCloseTo(0.2, 5);
  });
});

describe('the brightness of a picture', () => {
  test('of a ramp over the whole scale every step is met once', () => {
    const ramp = lumaHistogram(Uint8Array.from({ length: 256 }, (_, at) => at));
    expect(ramp.counts.every((count) => count === 1)).toBe(true);
    expect(ramp.mean).toBeCloseTo(127.5, 5);
    expect(ramp.median).toBe(127);
    // Nine tenths of the scale lie between the twentieths at its ends.
    expect(ramp.spread).toBe(231);
    expect(ramp.darkShare).toBeCloseTo(21 / 256, 5);
    expect(ramp.brightShare).toBeCloseTo(6 / 256, 5);
  });

  test('a grey wall has no spread, a covered lens is dark', () => {
    expect(lumaHistogram(new Uint8Array(64).fill(90))).toMatchObject({ mean: 90, median: 90, spread: 0, darkShare: 0 });
    expect(lumaHistogram(new Uint8Array(64).fill(4)).darkShare).toBe(1);
  });
});
