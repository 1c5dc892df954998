import { expect, test } from 'vitest';
import type { SeatPlace } from '#domain/seats.ts';
import { mustShowFace, placesSpokenInto, type HeardSeat } from '../../../../src/hall/selftest/spoken-into.ts';

const seat = (place: SeatPlace, secondsDbfs: readonly number[], speechDbfs: number | null = -25): HeardSeat => ({
  ...{ place, secondsDbfs, speechDbfs },
});

test('whoever speaks is heard by all, and sits where it is heard best', () => {
  const spoken = placesSpokenInto([
    seat('judge', [-22, -24, -23, -60]),
    seat('secretary', [-35, -36, -37, -60], -36),
    seat('witness', [-41, -40, -42, -60], -41),
  ]);
  expect([...spoken]).toEqual(['judge']);
});

test('one second is a cough, noise is no voice, and what is heard alike everywhere comes from nowhere', () => {
  expect(placesSpokenInto([seat('judge', [-22, -60, -60]), seat('witness', [-60, -60, -60])]).size).toBe(0);
  expect(placesSpokenInto([seat('judge', [-30, -30, -30], null), seat('witness', [-60, -60, -60])]).size).toBe(0);
  expect(placesSpokenInto([seat('judge', [-30, -30, -30]), seat('witness', [-31, -31, -31])]).size).toBe(0);
});

test('a camera must show whoever sits where it looks, and nobody in a view of the whole hall', () => {
  const judge = new Set<SeatPlace>(['judge']);
  expect(
    (['judge', 'bench-view', 'witness-view', 'hall', 'other'] as const).map((place) => mustShowFace(place, judge)),
  ).toEqual([true, true, false, false, false]);
  expect(mustShowFace('parties-view', new Set<SeatPlace>(['defence']))).toBe(true);
});
