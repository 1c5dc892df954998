import { expect, test } from 'vitest';
import type { LinkCounts } from '#domain/peers/link-figures.ts';
import { playingDelayMs } from '../../../../renderer/link/playing-delay.ts';

const lost = (receivedLost: number, roundTripsMs = 100): LinkCounts =>
  ({ received: 1000 - receivedLost, receivedLost, roundTrips: 1, roundTripsMs }) as LinkCounts;

test('a link that loses much is given the time to ask three times', () => {
  expect(playingDelayMs(lost(100), null)).toBe(390);
  expect(playingDelayMs(lost(100, 400), null)).toBe(600);
});

test('one that loses little is played at once, and one that got better goes on waiting until it is good', () => {
  expect(playingDelayMs(lost(20), null)).toBeNull();
  expect(playingDelayMs(lost(30), null)).toBeNull();
  expect(playingDelayMs(lost(30), 390)).toBe(390);
  expect(playingDelayMs(lost(20), 390)).toBeNull();
});

test('a stretch in which nothing came changes nothing', () => {
  expect(playingDelayMs({ ...lost(0), received: 0 }, 390)).toBe(390);
});
