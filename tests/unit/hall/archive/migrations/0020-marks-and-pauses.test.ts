import { expect, test } from 'vitest';
import { bringTo, indexAt, laxTables } from './index-at.ts';

test('a hearing from before the step is still there after it', () => {
  const index = indexAt(10);
  bringTo(index, 20);
  expect(index.prepare('SELECT hearing_id FROM hearings').all()).toEqual([{ hearing_id: 'one' }]);
  expect(laxTables(index)).toEqual([]);
});

test('a mark is not taken back unless somebody says so, and stands once', () => {
  const index = indexAt(20);
  const mark = index.prepare(`INSERT INTO marks (hearing_id, mark_id, at_us, wall_ms, template, text, kind)
    VALUES ('one', 'm', 5, 6, 'court', '', 'mark')`);
  mark.run();
  expect(index.prepare('SELECT taken_back FROM marks').get()).toEqual({ taken_back: 0 });
  expect(() => mark.run()).toThrow('UNIQUE');
});

test('a pause may still be going on', () => {
  const index = indexAt(20);
  index.exec("INSERT INTO pauses VALUES ('one', 3, 'deliberation', 5, NULL, 0, 1, '')");
  expect(index.prepare('SELECT to_us FROM pauses').get()).toEqual({ to_us: null });
});
