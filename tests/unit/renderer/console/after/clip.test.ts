import { expect, test } from 'vitest';
import { clipWith } from '../../../../../renderer/console/after/clip.ts';

const second = 1_000_000;
const clip = { fromUs: 10 * second, toUs: 20 * second };

test('an edge goes where it is put', () => {
  expect(clipWith(clip, 'fromUs', 12.3 * second, 60 * second)).toEqual({ fromUs: 12.3 * second, toUs: 20 * second });
  expect(clipWith(clip, 'toUs', 33 * second, 60 * second)).toEqual({ fromUs: 10 * second, toUs: 33 * second });
});
test('a clip stays on the line and is never turned inside out', () => {
  expect(clipWith(clip, 'fromUs', -5, 60 * second).fromUs).toBe(0);
  expect(clipWith(clip, 'toUs', 90 * second, 60 * second).toUs).toBe(60 * second);
  expect(clipWith(clip, 'fromUs', 30 * second, 60 * second).fromUs).toBe(19 * second);
  expect(clipWith(clip, 'toUs', 0, 60 * second).toUs).toBe(11 * second);
});
