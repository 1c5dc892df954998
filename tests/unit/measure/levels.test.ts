import { expect, test } from 'vitest';
import { measureLevels, silenceDbfs } from '#measure/levels.ts';

const rate = 48_000;
const sine = (amplitude: number, seconds = 1, limit = Infinity): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, at) =>
    Math.max(-limit, Math.min(limit, amplitude * Math.sin((2 * Math.PI * 1000 * at) / rate))),
  );

test.each([1, 0.5, 0.01])('a sine of amplitude %d has an RMS of 3.01 dB below its peak', (amplitude) => {
  const levels = measureLevels(sine(amplitude), rate);
  expect(levels.peakDbfs).toBeCloseTo(20 * Math.log10(amplitude), 2);
  expect(levels.rmsDbfs).toBeCloseTo(20 * Math.log10(amplitude) - 3.0103, 2);
  expect(levels.crestDb).toBeCloseTo(3.0103, 2);
});

test('a square wave has no crest', () => {
  const square = Float32Array.from({ length: rate }, (_, at) => (at % 48 < 24 ? 0.5 : -0.5));
  expect(measureLevels(square, rate).crestDb).toBeCloseTo(0, 6);
  expect(measureLevels(square, rate).rmsDbfs).toBeCloseTo(-6.0206, 3);
});

test('zeros are digital silence, and so is nothing at all', () => {
  for (const samples of [new Float32Array(rate), new Float32Array(0)]) {
    expect(measureLevels(samples, rate)).toMatchObject({
      rmsDbfs: silenceDbfs,
      peakDbfs: silenceDbfs,
      loudestDbfs: silenceDbfs,
      quietestDbfs: silenceDbfs,
      zeroShare: 1,
      clippedShare: 0,
    });
  }
});

test('speech between pauses counts by its loudest 400 ms', () => {
  const samples = new Float32Array(rate * 10);
  samples.set(sine(0.1, 1), rate * 4);
  const levels = measureLevels(samples, rate);
  expect(levels.loudestDbfs).toBeCloseTo(-23.01, 1);
  expect(levels.rmsDbfs).toBeCloseTo(-33.01, 1);
  expect(levels.zeroShare).toBeCloseTo(0.9, 2);
});

test('a pause between words counts by its quietest 400 ms, and a rest at the end does not', () => {
  const samples = sine(0.1, 3);
  samples.set(sine(0.001, 1), rate);
  expect(measureLevels(samples.subarray(0, rate * 2.5), rate).quietestDbfs).toBeCloseTo(-63.01, 1);
  samples.fill(0, rate * 2.9);
  expect(measureLevels(samples.subarray(0, rate * 2.9 + 4800), rate).quietestDbfs).toBeCloseTo(-63.01, 1);
});

test('a chain that was driven ten times over stands in plateaus, a sine just under full scale does not', () => {
  const clipped = measureLevels(sine(10, 1, 1), rate);
  // asin(0.97 / 10) of a quarter turn lies below the top.
  expect(clipped.clippedShare).toBeCloseTo(1 - (2 / Math.PI) * Math.asin(0.097), 1);
  expect(clipped.crestDb).toBeLessThan(1);
  expect(measureLevels(sine(0.9), rate).clippedShare).toBe(0);
});
