import { expect, test } from 'vitest';
import { readSharpness, type GreyPicture } from '#measure/sharpness.ts';
import { gaussianNoise } from './noise.ts';

const [widthPx, heightPx] = [320, 180];
const picture = (of: (x: number, y: number) => number): GreyPicture => ({
  widthPx,
  heightPx,
  luma: Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    Math.max(0, Math.min(255, Math.round(of(at % widthPx, Math.floor(at / widthPx))))),
  ),
});
/** Persons and furniture: shapes with edges and even faces; `blur` pixels of soft edge. */
const room = (x: number, y: number, blur: number): number => {
  const edge = (distance: number): number => 1 / (1 + Math.exp(-distance / Math.max(0.2, blur)));
  const shape = (cx: number, cy: number, radius: number): number => edge(radius - Math.hypot(x - cx, y - cy));
  return 60 + 90 * shape(80, 90, 40) + 70 * shape(200, 70, 30) - 40 * shape(260, 130, 25) + 30 * edge(y - 120);
};
const noise = (deviation: number): Float32Array => gaussianNoise(widthPx * heightPx, deviation);

test.each([2, 5, 10, 20])('noise of %d steps is told as that, whatever the picture shows', (deviation) => {
  const grain = noise(deviation);
  const seen = readSharpness(picture((x, y) => room(x, y, 2) + grain[y * widthPx + x]!));
  expect(seen.noise / deviation).toBeGreaterThan(0.85);
  expect(seen.noise / deviation).toBeLessThan(1.15);
});

test('a picture out of focus has a small part of the detail of the same in focus, also under noise', () => {
  for (const deviation of [0.5, 2, 4]) {
    const grain = noise(deviation);
    const [sharp, soft] = [0.2, 4].map(
      (blur) => readSharpness(picture((x, y) => room(x, y, blur) + grain[y * widthPx + x]!)).detail,
    ) as [number, number];
    expect(soft).toBeLessThan(sharp / 4);
  }
});

test('noise is no detail', () => {
  const grain = noise(6);
  const even = readSharpness(picture((x, y) => 120 + grain[y * widthPx + x]!));
  expect(even.detail).toBeLessThan(20 * 36 * 0.05);
});

test('an even picture has neither', () => {
  expect(readSharpness(picture(() => 80))).toEqual({ noise: 0, detail: 0 });
});
