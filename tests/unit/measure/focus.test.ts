import { expect, test } from 'vitest';
import { readFocus } from '#measure/focus.ts';
import { drawn, smearedStep } from './drawn.ts';
import { gaussianNoise } from './noise.ts';

const [widthPx, heightPx] = [640, 360];
const everyPx = 64;
/** Panels, light and dark by turns across and down, behind a lens that smears by so much. */
function panels(x: number, y: number, blurPx: number): number {
  const wave = (at: number): number => {
    const nearest = Math.round(at / everyPx);
    const rise = smearedStep(at - nearest * everyPx, blurPx);
    return nearest % 2 === 0 ? rise : 1 - rise;
  };
  return 60 + 60 * wave(x + 0.5) + 60 * wave(y + 0.5);
}
const blurOf = (blurPx: number, noise = 0): number | null => {
  const grain = gaussianNoise(widthPx * heightPx, noise);
  return readFocus(
    drawn(widthPx, heightPx, (x, y) => panels(x, y, blurPx) + grain[y * widthPx + x]!),
    noise,
  ).blurPx;
};

test.each([1, 2, 4, 8])(
  'edges that a lens smeared by %d px are told as that wide, very wide ones as somewhat less',
  (blurPx) => {
    expect(blurOf(blurPx)! / blurPx).toBeGreaterThan(blurPx < 8 ? 0.85 : 0.7);
    expect(blurOf(blurPx)! / blurPx).toBeLessThan(1.15);
  },
);

test('noise makes a picture out of focus none in focus', () => {
  expect(blurOf(4, 2)).toBeGreaterThan(2);
  expect(blurOf(0.5, 4)).toBeLessThan(1);
});

test('a sharp inscription in two corners does not make up for all the rest', () => {
  const inscribed = drawn(widthPx, heightPx, (x, y) =>
    (x < 80 || x >= 560) && y < 30 ? ((x >> 2) % 2) * 220 : panels(x, y, 5),
  );
  expect(readFocus(inscribed, 0).blurPx).toBeGreaterThan(4);
});

test('a picture without edges says nothing of focus', () => {
  expect(
    readFocus(
      drawn(widthPx, heightPx, (x) => 40 + x / 8),
      0,
    ).blurPx,
  ).toBeNull();
  expect(
    readFocus(
      drawn(2, 2, () => 9),
      0,
    ),
  ).toEqual({ blurPx: null, edges: 0 });
});
