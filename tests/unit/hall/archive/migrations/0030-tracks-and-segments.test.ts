import { expect, test } from 'vitest';
import { bringTo, indexAt, laxTables } from './index-at.ts';

test('a hearing from before the step is still there after it', () => {
  const index = indexAt(20);
  bringTo(index, 30);
  expect(index.prepare('SELECT count(*) AS hearings FROM hearings').get()).toEqual({ hearings: 1 });
  expect(laxTables(index)).toEqual([]);
});

test('a segment needs its epoch and an epoch its track', () => {
  const index = indexAt(30);
  const segment = index.prepare("INSERT INTO segments VALUES ('one', 'judge', 1, 1, 0, 15, 0, 900, 'ab', 0, 4000000)");
  const epoch = index.prepare(
    "INSERT INTO epochs (hearing_id, track_id, epoch, device, codec) VALUES ('one', 'judge', 1, 'd', 'opus')",
  );
  expect(() => segment.run()).toThrow('FOREIGN KEY');
  expect(() => epoch.run()).toThrow('FOREIGN KEY');
  index.exec("INSERT INTO tracks VALUES ('one', 'judge', 'judge', 1, 'microphone', 'browser')");
  epoch.run();
  expect(segment.run().changes).toBe(1);
  expect(index.prepare('SELECT is_closed, to_us FROM epochs').get()).toEqual({ is_closed: 0, to_us: null });
});

test('a word where bytes are counted is refused', () => {
  const index = indexAt(30);
  const gap = index.prepare("INSERT INTO gaps VALUES ('one', 1, 'judge', ?, 9, 'device-lost')");
  expect(() => gap.run('early')).toThrow('cannot store TEXT value in INTEGER column');
});

test('segments of a stretch are found along time', () => {
  const plan = indexAt(30)
    .prepare("EXPLAIN QUERY PLAN SELECT * FROM segments WHERE hearing_id = 'one' AND track_id = 'judge' AND to_us > 5")
    .all();
  expect(JSON.stringify(plan)).toContain('segments_by_time');
});
