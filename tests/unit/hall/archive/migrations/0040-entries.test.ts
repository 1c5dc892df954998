import { expect, test } from 'vitest';
import { bringTo, indexAt, laxTables } from './index-at.ts';

test('a hearing from before the step is still there after it', () => {
  const index = indexAt(30);
  bringTo(index, 40);
  expect(index.prepare('SELECT count(*) AS hearings FROM hearings').get()).toEqual({ hearings: 1 });
  expect(laxTables(index)).toEqual([]);
});

test('an entry of a hearing is witnessed once', () => {
  const index = indexAt(40);
  const entry = index.prepare("INSERT INTO entries VALUES ('one', ?, 6, 'mark.set', 'ab')");
  entry.run(1);
  entry.run(2);
  expect(() => entry.run(2)).toThrow('UNIQUE');
});
