import { expect, test } from 'vitest';
import {
  hearingsToVerify,
  judgeArchive,
  nextToVerify,
  type EndedHearing,
  type Verified,
} from '#domain/check/night-verification.ts';
import type { HearingId } from '#domain/ids.ts';

const hourMs = 3_600_000;
const nowMs = 1_000 * hourMs;
const ended = (name: string, hoursAgo: number): EndedHearing => ({
  hearingId: name as HearingId,
  caseNumber: `case ${name}`,
  endedAtMs: nowMs - hoursAgo * hourMs,
});
const read = (name: string, hoursAgo: number, places = 0): Verified => ({
  hearingId: name as HearingId,
  atMs: nowMs - hoursAgo * hourMs,
  isIntact: places === 0,
  places,
});
const night = { nowMs, hour: 2, quietForMs: hourMs };

test('of two days every hearing is read again, and where the court sat less its newest three', () => {
  const busy = [1, 5, 20, 30, 40, 47, 49].map((hoursAgo) => ended(String(hoursAgo), hoursAgo));
  expect(hearingsToVerify(busy, nowMs).map(({ hearingId }) => hearingId)).toEqual(['1', '5', '20', '30', '40', '47']);
  const idle = [300, 200, 400, 100].map((hoursAgo) => ended(String(hoursAgo), hoursAgo));
  expect(hearingsToVerify(idle, nowMs).map(({ hearingId }) => hearingId)).toEqual(['100', '200', '300']);
});

test('the newest that was not read since it ended, or not in this night, is next; then none', () => {
  const two = [ended('new', 8), ended('old', 30)];
  expect(nextToVerify(two, [], night)).toBe('new');
  expect(nextToVerify(two, [read('new', 9)], night)).toBe('new');
  expect(nextToVerify(two, [read('new', 1)], night)).toBe('old');
  expect(nextToVerify(two, [read('new', 1), read('old', 25)], night)).toBe('old');
  expect(nextToVerify(two, [read('new', 1), read('old', 2)], night)).toBeNull();
});

test('nothing is read while the hall is used, and by day only after a long pause', () => {
  const one = [ended('one', 8)];
  expect(nextToVerify(one, [], { ...night, quietForMs: 60_000 })).toBeNull();
  expect(nextToVerify(one, [], { ...night, quietForMs: 6 * 60_000 })).toBe('one');
  expect(nextToVerify(one, [], { ...night, hour: 14, quietForMs: 6 * 60_000 })).toBeNull();
  expect(nextToVerify(one, [], { ...night, hour: 14, quietForMs: 46 * 60_000 })).toBe('one');
});

test('a damaged record is bad and called by its case; records that no night has read are told of', () => {
  const two = [ended('new', 8), ended('old', 30)];
  expect(judgeArchive(two, [read('new', 1), read('old', 2, 3)], nowMs)).toEqual([
    { subject: 'case old', kind: 'archive', verdict: 'bad', findings: ['archive-damaged'], figures: { places: 3 } },
  ]);
  expect(judgeArchive(two, [read('new', 1), read('old', 2)], nowMs)).toMatchObject([
    { subject: '', verdict: 'good', figures: { hearings: 2, late: 0, hoursAgo: 1 } },
  ]);
  expect(judgeArchive([ended('today', 3)], [], nowMs)).toMatchObject([{ verdict: 'good' }]);
  expect(judgeArchive([ended('once', 60)], [read('once', 50)], nowMs)).toMatchObject([
    { verdict: 'look', findings: ['archive-unread'] },
  ]);
  expect(judgeArchive([], [], nowMs)).toMatchObject([{ verdict: 'good', figures: { hearings: 0, late: 0 } }]);
});
