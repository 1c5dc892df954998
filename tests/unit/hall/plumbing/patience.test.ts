import { expect, test } from 'vitest';
import { createPatience } from '../../../../src/hall/plumbing/patience.ts';

test('an address that is refused ten times in ten seconds is not heard until they have passed', () => {
  let nowMs = 0;
  const patience = createPatience(() => nowMs);
  for (let times = 0; times < 9; times += 1) patience.refused('10.0.0.1');
  expect(patience.isTried('10.0.0.1')).toBe(false);
  patience.refused('10.0.0.1');
  expect(patience.isTried('10.0.0.1')).toBe(true);
  expect(patience.isTried('10.0.0.2')).toBe(false);
  nowMs = 10_001;
  expect(patience.isTried('10.0.0.1')).toBe(false);
});

test('an address from which a paired hall has come is looked at anew every second', () => {
  let nowMs = 0;
  const patience = createPatience(() => nowMs);
  patience.welcomed('10.0.0.1');
  for (let times = 0; times < 20; times += 1) patience.refused('10.0.0.1');
  expect(patience.isTried('10.0.0.1')).toBe(true);
  nowMs = 1001;
  expect(patience.isTried('10.0.0.1')).toBe(false);
});
