import { expect, test } from 'vitest';
import { peakDbfs, toShare } from '../../../../renderer/ui/levels.ts';

test('full scale is 0 dBFS at the end of the meter, either sign', () => {
  expect(peakDbfs(Float32Array.of(0.1, -1, 0.5))).toBe(0);
  expect(toShare(0)).toBe(1);
});
test('half of full scale is 6 dB below', () => {
  expect(peakDbfs(Float32Array.of(0.5))).toBeCloseTo(-6.02, 2);
});
test('digital silence stands at the start', () => {
  expect(toShare(peakDbfs(new Float32Array(8)))).toBe(0);
});
