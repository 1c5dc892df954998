import { expect, test } from 'vitest';
import { plotScale, roundStep } from '../../../../renderer/console/reports/plot-scale.ts';

const area = { left: 10, right: 110, top: 0, bottom: 100 };

test('the first moment is at the left, the last at the right, and all values are inside', () => {
  const { x, y } = plotScale([1000, 3000, 2000], [-40, -20], area);
  expect([x(1000), x(2000), x(3000)]).toEqual([10, 60, 110]);
  expect(y(-20)).toBeGreaterThan(0);
  expect(y(-40)).toBeLessThan(100);
  expect(y(-20)).toBeLessThan(y(-40));
});

test('a single reading lies in the middle', () => {
  const { x, y } = plotScale([1000], [7], area);
  expect([x(1000), y(7)]).toEqual([60, 50]);
});

test('ticks are round numbers within the plot', () => {
  expect(plotScale([0, 1], [-40, -20], area).ticks).toEqual([-40, -30, -20]);
  expect(plotScale([0, 1], [0.1, 0.5], area).ticks).toEqual([0.2, 0.4]);
  expect([0.7, 3, 24, 1000].map((span) => roundStep(span, 4))).toEqual([0.2, 1, 10, 500]);
});
