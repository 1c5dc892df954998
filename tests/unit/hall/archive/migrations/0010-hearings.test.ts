import { expect, test } from 'vitest';
import { versionOf } from '../../../../../src/hall/archive/index-file.ts';
import { indexAt, laxTables } from './index-at.ts';

test('an empty index gets its first step and says so', () => {
  const index = indexAt(10);
  expect(versionOf(index)).toBe(10);
  expect(laxTables(index)).toEqual([]);
});

test('a hearing begins without entries, unverified and undamaged', () => {
  const row = indexAt(10).prepare('SELECT entries, intact, is_damaged, last_hash FROM hearings').get();
  expect(row).toEqual({ entries: 0, intact: null, is_damaged: 0, last_hash: '' });
});

test('a number of a hearing that is not there is refused', () => {
  const number = indexAt(10).prepare("INSERT INTO case_numbers VALUES (?, '7514-26/1', 'a')");
  expect(() => number.run('nobody')).toThrow('FOREIGN KEY');
  expect(number.run('one').changes).toBe(1);
});

test("the day's list is read along its own order", () => {
  const plan = indexAt(10)
    .prepare('EXPLAIN QUERY PLAN SELECT * FROM hearings WHERE coalesce(opened_at_ms, planned_at_ms) BETWEEN 0 AND 9')
    .all();
  expect(JSON.stringify(plan)).toContain('hearings_by_day');
});
