import { expect, test } from 'vitest';
import { readGrain } from '#measure/grain.ts';
import { drawn } from './drawn.ts';
import { gaussianNoise } from './noise.ts';

const [widthPx, heightPx] = [640, 360];
const noisy = (deviation: number, of: (x: number, y: number) => number) => {
  const grain = gaussianNoise(widthPx * heightPx, deviation);
  return drawn(widthPx, heightPx, (x, y) => of(x, y) + grain[y * widthPx + x]!);
};

test.each([1, 4, 10, 25])('noise of %d steps is told as that on an even wall', (deviation) => {
  const told = readGrain(noisy(deviation, () => 120));
  expect(told / deviation).toBeGreaterThan(0.9);
  expect(told / deviation).toBeLessThan(1.1);
});

test('the busy half of a picture is no noise', () => {
  const half = noisy(3, (x, y) => (x < widthPx / 2 ? 120 : ((x >> 1) + (y >> 1)) % 2 === 0 ? 40 : 200));
  expect(readGrain(half)).toBeLessThan(4);
});

test('where all is black or white nothing is said', () => {
  expect(readGrain(noisy(10, () => -60))).toBe(0);
  expect(readGrain(noisy(10, () => 330))).toBe(0);
});
