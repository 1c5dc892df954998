import { expect, test } from 'vitest';
import { humShare } from '#measure/hum.ts';
import { evenNoise } from './noise.ts';

const rate = 48_000;
/** A second of tones: pairs of frequency and amplitude. */
const tones = (...parts: readonly (readonly [hz: number, amplitude: number])[]): Float32Array =>
  Float32Array.from({ length: rate }, (_, at) =>
    parts.reduce((sum, [hz, amplitude]) => sum + amplitude * Math.sin((2 * Math.PI * hz * at) / rate + hz), 0),
  );
test.each([49.8, 50, 50.2])('a mains frequency of %d Hz with its harmonics is hum through and through', (hz) => {
  const hum = tones([hz, 0.05], [hz * 2, 0.03], [hz * 3, 0.02], [hz * 4, 0.01]);
  expect(humShare(hum, rate)).toBeGreaterThan(0.95);
});

test('a tone of no mains frequency and noise are not hum', () => {
  expect(humShare(tones([440, 0.1]), rate)).toBeLessThan(0.02);
  expect(humShare(tones([125, 0.1], [375, 0.1]), rate)).toBeLessThan(0.02);
  expect(humShare(evenNoise(rate, 0.1), rate)).toBeLessThan(0.02);
});

test('hum under something as strong is about half of it, and silence has none', () => {
  const both = tones([50, 0.1], [440, 0.1]);
  expect(humShare(both, rate)).toBeGreaterThan(0.45);
  expect(humShare(both, rate)).toBeLessThan(0.55);
  expect(humShare(new Float32Array(rate), rate)).toBe(0);
});
