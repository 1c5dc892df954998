import { expect, test } from 'vitest';
import { judgeMonitors, type StandingMonitor } from '#domain/check/judge-monitor.ts';

const desk = { x: 0, y: 0, width: 1920, height: 1080 };
const wall = { x: 1920, y: 0, width: 1920, height: 1080 };
const own: StandingMonitor = { monitor: 'bench', wanted: wall, window: wall, widthPx: 1920, heightPx: 1080, scale: 1 };
const said = (
  standing: readonly StandingMonitor[],
  missing: readonly string[] = [],
  fed: readonly string[] = ['bench', 'screen'],
): readonly string[] =>
  judgeMonitors({ missing, standing }, (name) => fed.includes(name)).map(({ subject, verdict, findings }) =>
    [subject, verdict, ...findings].join(' '),
  );

test('a window that fills its own monitor and is told by the hall is good', () => {
  expect(said([own])).toEqual(['bench good']);
  expect(judgeMonitors({ missing: [], standing: [own] }, () => true)[0]!.figures).toEqual({
    ...{ x: 1920, y: 0, widthPx: 1920, heightPx: 1080, scale: 1, filledShare: 1 },
  });
});

test('one that stands elsewhere, half off its place, is hidden, or shows nothing of the hall is told', () => {
  expect(said([{ ...own, window: desk }])).toEqual(['bench look monitor-displaced']);
  expect(said([{ ...own, window: { ...wall, x: 1920 + 400 } }])).toEqual(['bench look monitor-displaced']);
  expect(said([{ ...own, window: { ...wall, height: 1040 } }])).toEqual(['bench good']);
  expect(said([{ ...own, window: null }])).toEqual(['bench look monitor-empty']);
  expect(said([own], [], ['screen'])).toEqual(['bench look monitor-empty']);
});

test('a small monitor is told, and of the missing ones only the judge’s stops a hearing', () => {
  expect(said([{ ...own, widthPx: 1024, heightPx: 768 }])).toEqual(['bench look monitor-small']);
  expect(said([own], ['bench', 'screen'])).toEqual(['bench bad monitor-missing', 'screen look monitor-missing']);
});
