import { expect, test } from 'vitest';
import { addCounts, figuresOf, judgeLink, type LinkCounts } from '#domain/peers/link-figures.ts';

const fiveSeconds: LinkCounts = {
  ...{ overMs: 5000, roundTripsMs: 80, roundTrips: 1 },
  ...{ received: 490, receivedLost: 10, receivedBytes: 250_000, framesSeen: 75, freezes: 1, frozenMs: 300 },
  ...{ samples: 240_000, concealed: 1200, sent: 400, sentLost: 80, sentBytes: 100_000, framesSent: 125 },
};

test('figures of a stretch are rates and shares', () => {
  expect(figuresOf(fiveSeconds)).toEqual({
    overMs: 5000,
    roundTripMs: 80,
    receive: { kbps: 400, lostShare: 0.02, framesPerSecond: 15, freezes: 1, frozenMs: 300, concealedShare: 0.005 },
    send: { kbps: 160, lostShare: 0.2, framesPerSecond: 25 },
  });
});

test('two stretches are one of both lengths', () => {
  const { receive, overMs, roundTripMs } = figuresOf(addCounts(fiveSeconds, { ...fiveSeconds, roundTripsMs: 120 }));
  expect({ overMs, roundTripMs, ...receive }).toMatchObject({
    overMs: 10_000,
    roundTripMs: 100,
    framesPerSecond: 15,
    freezes: 2,
  });
});

test('a stretch in which nothing came has no round trip and no rate', () => {
  const nothing = Object.fromEntries(Object.keys(fiveSeconds).map((name) => [name, 0])) as LinkCounts;
  expect(figuresOf(nothing)).toMatchObject({
    roundTripMs: null,
    receive: { kbps: 0, lostShare: 0, concealedShare: 0 },
  });
});

test('the way on which it fails is named: what is lost there says nothing of here', () => {
  expect(judgeLink(figuresOf(fiveSeconds))).toEqual({ here: 'good', there: 'bad' });
  expect(judgeLink(figuresOf({ ...fiveSeconds, concealed: 6000, sentLost: 0 }))).toEqual({
    here: 'weak',
    there: 'good',
  });
});

test('a long way makes both sides wait for one another', () => {
  expect(judgeLink(figuresOf({ ...fiveSeconds, roundTripsMs: 1200, sentLost: 0 }))).toEqual({
    here: 'bad',
    there: 'bad',
  });
});
