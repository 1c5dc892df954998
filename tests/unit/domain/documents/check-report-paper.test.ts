import { expect, test } from 'vitest';
import { checkReportPaper } from '#domain/documents/check-report-paper.ts';
import { checked, reportWith } from '../../../fixtures/check-report.ts';

const rowsOf = (items: Parameters<typeof reportWith>[0]) => {
  const ask = { report: reportWith(items), signature: '', since: [], accepted: null };
  const table = checkReportPaper(ask, 'ru', (key) => key).blocks.find(({ kind }) => kind === 'table');
  return table?.kind === 'table' ? table.rows : [];
};
const note = { ...checked('clock', '', {}, ['clock-none']), verdict: 'good' } as const;

test('what could not be judged is said so by itself, and not to be in order', () => {
  expect(rowsOf([note, checked('archive', '')])).toEqual([
    ['check.kinds.clock', 'check.findings.clock-none', ''],
    ['check.kinds.archive', 'check.verdict.other.good', ''],
  ]);
});

test('on a full page what is in order shares one row, in which nothing stands that was not judged', () => {
  const cameras = Array.from({ length: 30 }, (_, at) => checked('camera', `camera-${String(at)}`, { fps: 25 }));
  const rows = rowsOf([...cameras, note]);
  expect(rows).toHaveLength(2);
  expect(rows[1]?.[0]).not.toContain('clock');
});
