import { expect, test } from 'vitest';
import {
  aroundMark,
  lastSeconds,
  neighbourStretch,
  newestRecordedUs,
} from '../../../../../renderer/console/hearing/read-back-range.ts';

const second = 1_000_000;
const pause = { kind: 'break', atUs: 100 * second, recordingGoesOn: false, note: '' } as const;

test('the last seconds end now while recording and where recording stood still in a break', () => {
  expect(lastSeconds(newestRecordedUs({ pause: null }, 120 * second), 30)).toEqual({
    fromUs: 90 * second,
    toUs: 120 * second,
  });
  expect(lastSeconds(newestRecordedUs({ pause }, 120 * second), 30)).toEqual({
    fromUs: 70 * second,
    toUs: 100 * second,
  });
  expect(newestRecordedUs({ pause: { ...pause, recordingGoesOn: true } }, 120 * second)).toBe(120 * second);
});
test('never reaches before the start of the record', () => {
  expect(lastSeconds(10 * second, 60)).toEqual({ fromUs: 0, toUs: 10 * second });
  expect(aroundMark(100 * second, 2 * second).fromUs).toBe(0);
});
test('a mark is read back from a little before it, for a minute at most', () => {
  expect(aroundMark(500 * second, 100 * second)).toEqual({ fromUs: 95 * second, toUs: 155 * second });
  expect(aroundMark(110 * second, 100 * second)).toEqual({ fromUs: 95 * second, toUs: 110 * second });
});
test('offers the neighbouring minute only where there is one', () => {
  const range = { fromUs: 95 * second, toUs: 155 * second };
  expect(neighbourStretch(range, 500 * second, 'later')).toEqual({ fromUs: 155 * second, toUs: 215 * second });
  expect(neighbourStretch(range, 155 * second, 'later')).toBeNull();
  expect(neighbourStretch(range, 500 * second, 'earlier')).toEqual({ fromUs: 35 * second, toUs: 95 * second });
  expect(neighbourStretch({ fromUs: 0, toUs: second }, 500 * second, 'earlier')).toBeNull();
});
