import { expect, test } from 'vitest';
import { readExposure } from '#measure/exposure.ts';

test('of every luma once, the mean, percentiles and shares are those of an even spread', () => {
  const every = Uint8Array.from({ length: 256 }, (_, at) => at);
  expect(readExposure([every, every])).toEqual({
    mean: 127.5,
    p5: 12,
    p95: 243,
    crushedShare: 21 / 256,
    burntShare: 6 / 256,
  });
});

test('a bright window in a dark hall is crushed and burnt at once', () => {
  const light = Uint8Array.from({ length: 100 }, (_, at) => (at < 20 ? 255 : 10));
  expect(readExposure([light])).toEqual({ mean: 59, p5: 10, p95: 255, crushedShare: 0.8, burntShare: 0.2 });
});

test('no picture has no light', () => {
  expect(readExposure([])).toEqual({ mean: 0, p5: 0, p95: 0, crushedShare: 0, burntShare: 0 });
});
