import { describe, expect, test } from 'vitest';
import type { HallPeerId } from '#domain/ids.ts';
import { keyEndsAtMs, keyState, renewalRules, wantedKeys, type KeyDates } from '#domain/peers/renewal.ts';

const nowMs = Date.UTC(2027, 5, 1);
const dayMs = 24 * 3_600_000;
const id = (name: string): HallPeerId => name as HallPeerId;
/** Keys made so many days ago, the newest first. */
const keys = (...madeDaysAgo: readonly number[]): readonly KeyDates[] =>
  madeDaysAgo.map((days, index) => ({
    id: id(`k${String(madeDaysAgo.length - index)}`),
    endsAtMs: keyEndsAtMs(nowMs - days * dayMs),
  }));

describe('a key', () => {
  test('is told to end weeks before it does', () => {
    const endsAtMs = keyEndsAtMs(nowMs);
    expect(keyState(endsAtMs, nowMs)).toBe('good');
    expect(keyState(endsAtMs, endsAtMs - renewalRules.warnBeforeMs - 1)).toBe('good');
    expect(keyState(endsAtMs, endsAtMs - renewalRules.warnBeforeMs + 1)).toBe('ending');
    expect(keyState(endsAtMs, endsAtMs)).toBe('ending');
    expect(keyState(endsAtMs, endsAtMs + 1)).toBe('over');
  });

  test('that is made while the clock stands at its beginning is not over when the clock is set', () => {
    expect(keyState(keyEndsAtMs(0), nowMs)).toBe('good');
  });
});

describe('old keys', () => {
  test('stay for the hall that knows the oldest, with all between, and go when every hall knows the newest', () => {
    const three = keys(1, 2, 3);
    expect(wantedKeys(three, [id('k3'), id('k1')], nowMs)).toBe(3);
    expect(wantedKeys(three, [id('k2')], nowMs)).toBe(2);
    expect(wantedKeys(three, [id('k3')], nowMs)).toBe(1);
    expect(wantedKeys(three, [], nowMs)).toBe(1);
  });

  test('go half a year after they were renewed, whoever still knows them', () => {
    expect(wantedKeys(keys(179, 400), [id('k1')], nowMs)).toBe(2);
    expect(wantedKeys(keys(181, 400), [id('k1')], nowMs)).toBe(1);
    expect(wantedKeys(keys(10, 181, 400), [id('k1')], nowMs)).toBe(2);
  });

  test('that no hall of the list knows keep nothing alive', () => {
    expect(wantedKeys(keys(1, 2), [id('gone')], nowMs)).toBe(1);
  });
});
