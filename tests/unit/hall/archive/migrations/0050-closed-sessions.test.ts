import { expect, test } from 'vitest';
import { bringTo, indexAt, laxTables } from './index-at.ts';

test('a hearing from before the step is still there after it, and had no closed session', () => {
  const index = indexAt(40);
  bringTo(index, 50);
  expect(index.prepare('SELECT count(*) AS hearings FROM hearings').get()).toEqual({ hearings: 1 });
  expect(index.prepare('SELECT count(*) AS sessions FROM closed_sessions').get()).toEqual({ sessions: 0 });
  expect(laxTables(index)).toEqual([]);
});

test('a closed session lasts until it is told when it ended', () => {
  const index = indexAt(50);
  index.prepare("INSERT INTO closed_sessions VALUES ('one', 7, 1000, NULL, 1)").run();
  expect(index.prepare('SELECT to_us FROM closed_sessions').get()).toEqual({ to_us: null });
  expect(() => index.prepare("INSERT INTO closed_sessions VALUES ('one', 7, 2000, NULL, 1)").run()).toThrow('UNIQUE');
});
