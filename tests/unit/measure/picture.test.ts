import { expect, test } from 'vitest';
import { frameDifference, measurePictures, type Frame } from '#measure/picture.ts';

const pixels = 160 * 90;
const flat = (value: number): Uint8Array => new Uint8Array(pixels).fill(value);
const frames = (count: number, stepMs: number, luma: (at: number) => Uint8Array): readonly Frame[] =>
  Array.from({ length: count }, (_, at) => ({ atMs: at * stepMs, luma: luma(at) }));

test('mean, dark and bright shares are those of the pixels', () => {
  const half = flat(0).fill(255, pixels / 2);
  expect(measurePictures(frames(10, 40, () => half))).toMatchObject({
    meanLuma: 127.5,
    darkShare: 0.5,
    brightShare: 0.5,
  });
});

test('pictures a second come from the stamps, and the longest gap is told', () => {
  const even = measurePictures(frames(26, 40, (at) => flat(at)));
  expect(even.fps).toBeCloseTo(25, 9);
  const holed = measurePictures(frames(26, 40, (at) => flat(at)).filter((_, at) => at < 10 || at >= 15));
  expect(holed.fps).toBeCloseTo(20, 9);
  expect(holed.longestGapMs).toBe(240);
});

test('a picture that stands still is frozen even where each key frame makes it pulse', () => {
  expect(measurePictures(frames(101, 40, () => flat(90))).frozenForS).toBeCloseTo(4, 9);
  expect(
    measurePictures(frames(101, 40, (at) => flat(Math.floor(at / 25) % 2 === 0 ? 90 : 91))).frozenForS,
  ).toBeGreaterThan(3.9);
});

test('noise or movement is never frozen, a freeze in between is', () => {
  expect(measurePictures(frames(101, 40, (at) => flat(90 + (at % 2)))).frozenForS).toBe(0);
  const stuck = measurePictures(frames(151, 40, (at) => flat(at < 50 ? at : at < 100 ? 50 : at)));
  expect(stuck.frozenForS).toBeGreaterThan(1.9);
  expect(stuck.frozenForS).toBeLessThan(2.2);
});

test('no picture and one picture have no rate', () => {
  expect(measurePictures([])).toMatchObject({ frames: 0, fps: 0, meanLuma: 0, frozenForS: 0 });
  expect(measurePictures(frames(1, 40, () => flat(5)))).toMatchObject({ frames: 1, fps: 0 });
  expect(frameDifference(flat(3), flat(5))).toBe(2);
});
