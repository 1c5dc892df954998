import { expect, test } from 'vitest';
import { calledIn, findingArgs, signedText, standsSinceMs } from '#domain/check/check-report.ts';
import { checked, reportWith } from '../../../fixtures/check-report.ts';

const quiet = checked('microphone', 'judge', {}, ['quiet']);
const good = checked('microphone', 'judge');
const what = { kind: 'microphone', subject: 'judge', finding: 'quiet' } as const;

test('a finding stands since the first report of the unbroken run, over reports that did not look at the thing', () => {
  const disk = checked('disk', '');
  const newestFirst = [
    reportWith([quiet], 60),
    reportWith([disk], 50),
    reportWith([quiet], 40),
    reportWith([good], 30),
    reportWith([quiet], 20),
  ];
  expect(standsSinceMs(newestFirst, what)).toBe(40);
  expect(standsSinceMs(newestFirst.slice(1), what)).toBe(40);
  expect(standsSinceMs(newestFirst.slice(3), what)).toBeNull();
  expect(standsSinceMs([], what)).toBeNull();
});

test('the same report gives the same bytes to be signed, however it was put together', () => {
  const report = reportWith([checked('disk', '', { writeMs: 2, freeHours: 5 })]);
  const turned = Object.fromEntries(Object.entries(report).toReversed()) as typeof report;
  expect(signedText(turned)).toBe(signedText(report));
});

test('the words of a finding name a difference whole and without its sign, and small ones by hundredths', () => {
  const drifted = checked('microphone', 'judge', { speechDriftDb: -9.27, stiDrift: -0.084 });
  expect(findingArgs(drifted, String)).toEqual({ speechDriftDb: 9, stiDrift: 0.08 });
});

test('the words of two swapped microphones name both as they were called when they were checked', () => {
  const names = { judge: { place: 'judge', name: '' }, 'mic-2': { place: 'witness', name: 'Стойка' } } as const;
  const swapped = { ...checked('microphone', 'judge', {}, ['swapped']), swappedWith: 'mic-2' };
  const calledOf = (subject: string): string => calledIn(names, subject, (key) => key);
  expect(findingArgs(swapped, calledOf)).toEqual({ one: 'seats.judge', other: 'Стойка' });
  expect(calledOf('gone')).toBe('gone');
});
