import { describe, expect, test } from 'vitest';
import { axisAround, valuesOf } from '../../../../../renderer/console/diagnostics/draw-rounds.ts';

describe('the plot of repeated tests', () => {
  test.each([
    [
      [-42.3, -20.1],
      [-50, -40, -30, -20],
    ],
    [
      [25, 25],
      [25, 26],
    ],
    [
      [0, 0],
      [0, 0.05],
    ],
  ])('an axis around %j has round marks and holds every value', (values, marks) => {
    const axis = axisAround(values);
    expect(axis.marks.slice(0, marks.length)).toEqual(marks);
    expect(axis.from).toBeLessThanOrEqual(Math.min(...values));
    expect(axis.to).toBeGreaterThanOrEqual(Math.max(...values));
  });

  test('a round without the figure is a hole, not a zero', () => {
    const item = { subject: 'judge', kind: 'microphone', verdict: 'good', findings: [] } as const;
    const rounds = [
      { atMs: 0, durationMs: 1, items: [{ ...item, figures: { levelDbfs: -30 } }] },
      { atMs: 1, durationMs: 1, items: [{ ...item, verdict: 'bad' as const, figures: {} }] },
      { atMs: 2, durationMs: 1, items: [{ ...item, figures: { levelDbfs: -28 } }] },
    ];
    expect(valuesOf(rounds, 'levelDbfs')).toEqual([
      { round: 1, value: -30, verdict: 'good' },
      { round: 3, value: -28, verdict: 'good' },
    ]);
  });
});
