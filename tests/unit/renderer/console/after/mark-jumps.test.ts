import { expect, test } from 'vitest';
import { neighbourMark } from '../../../../../renderer/console/after/mark-jumps.ts';

const marks = [
  { atUs: 30_000_000, takenBack: false },
  { atUs: 10_000_000, takenBack: false },
  { atUs: 20_000_000, takenBack: true },
];

test('jumps to the nearest mark in time, whatever the order of the list', () => {
  expect(neighbourMark(marks, 0, 'next')?.atUs).toBe(10_000_000);
  expect(neighbourMark(marks, 60_000_000, 'previous')?.atUs).toBe(30_000_000);
});
test('passes over a mark that was taken back', () => {
  expect(neighbourMark(marks, 10_000_000, 'next')?.atUs).toBe(30_000_000);
});
test('leaves the mark that it has just arrived at', () => {
  expect(neighbourMark(marks, 30_400_000, 'previous')?.atUs).toBe(10_000_000);
  expect(neighbourMark(marks, 30_000_000, 'next')).toBeNull();
});
