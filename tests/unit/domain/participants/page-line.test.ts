import { expect, test } from 'vitest';
import {
  countStream,
  isCountOfOurs,
  judgePageLine,
  narrowWay,
  pageFigure,
  pageStream,
  paperKbps,
} from '#domain/participants/page-line.ts';

/** When frames come that a line of so many kbit/s (IP packets) lets through, several at once as one record brings them. */
function arrivals(kbps: number, atOnce = 1): number[] {
  const frameMs = (pageStream.frameBytes * 8 * (1500 / 1460)) / kbps;
  const frames = Math.floor((pageStream.durationMs + 500) / frameMs);
  return Array.from({ length: frames }, (_, index) => 50 + Math.floor(index / atOnce) * atOnce * frameMs);
}

test.each([700, 900, 1100, 2000])(
  'a line of %i kbit/s is measured within two percent, however frames are bundled',
  (kbps) => {
    for (const atOnce of [1, 4]) {
      const figure = pageFigure(countStream(arrivals(kbps, atOnce))!);
      expect(Math.abs(figure.kbps - kbps) / kbps).toBeLessThan(0.02);
      expect(figure.isAtLeast).toBe(false);
    }
  },
);

test('a line on which everything came through carries at least that, and no more is said of it', () => {
  expect(pageFigure(countStream(arrivals(pageStream.rateKbps * 1.03))!)).toMatchObject({ isAtLeast: true, kbps: 3000 });
});

test('what TCP held back behind a lost packet, and hands over at once, is not taken for a faster line', () => {
  const kbps = 1000;
  // For 350 ms nothing is handed over, then all of it within some milliseconds; where the counting begins and where it ends.
  for (const stallMs of [800, 1900, 3300]) {
    const held = arrivals(kbps).map((atMs, index) =>
      atMs > stallMs && atMs < stallMs + 350 ? stallMs + 350 + (index % 8) : atMs,
    );
    const figure = pageFigure(countStream(held.sort((a, b) => a - b))!);
    expect(Math.abs(figure.kbps - kbps) / kbps, String(stallMs)).toBeLessThan(0.03);
  }
});

test('a stream that stood still at its end is not taken for a faster one', () => {
  const half = arrivals(1000).filter((atMs) => atMs < 2500);
  expect(pageFigure(countStream(half)!).kbps).toBeLessThan(550);
});

test('too little to tell is no figure', () => {
  expect(countStream([])).toBeNull();
  expect(countStream(arrivals(1000).slice(0, 12))).toBeNull();
});

test('a count that could never have been sent is not believed', () => {
  expect(isCountOfOurs({ bytes: 1_000_000, spanMs: 3000 })).toBe(true);
  expect(isCountOfOurs({ bytes: 100_000_000, spanMs: 3000 })).toBe(false);
  expect(isCountOfOurs({ bytes: 1000, spanMs: 0 })).toBe(false);
});

test('P38: both ways must carry what the rule-book asks for, and the narrow one is named', () => {
  const way = (kbps: number) => ({ kbps, isAtLeast: false, lostShare: 0 });
  const of = (send: number, receive: number) =>
    judgePageLine({ send: way(send), receive: way(receive), roundTripMs: 10, connection: 'wifi' }, 1000);
  expect([of(1000, 1000).verdict, of(999, 2000).verdict, of(2000, 999).verdict]).toEqual([
    'enough',
    'too-little',
    'too-little',
  ]);
  expect([of(1000, 1000), of(999, 2000), of(2000, 999), of(1, 1)].map(narrowWay)).toEqual([
    null,
    'send',
    'receive',
    'both',
  ]);
});

test('a document leaves a measured line room for sound and picture', () => {
  const line = (kbps: number, isAtLeast: boolean) => ({
    ...{ attempts: 1, wallMs: 1 },
    measured: judgePageLine(
      {
        ...{ send: { kbps, isAtLeast, lostShare: 0 }, receive: { kbps, isAtLeast, lostShare: 0 } },
        ...{ roundTripMs: 1, connection: 'unknown' },
      },
      1000,
    ),
  });
  expect(paperKbps(line(1000, false))).toBe(600);
  expect(paperKbps(line(3000, true))).toBe(1800);
  expect(paperKbps(null)).toBe(1200);
});
