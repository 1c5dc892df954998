import { describe, expect, test } from 'vitest';
import {
  datagramBytes,
  datagramsOf,
  dueMs,
  isUndisturbed,
  judgeBandwidth,
  needsSecondTrain,
  rateKbps,
  roundTripOf,
  streamFigure,
  trainPlans,
  wayFigure,
  type TrainCount,
  type TrainName,
  type WayFigure,
} from '#domain/peers/bandwidth.ts';

const ipBits = (datagramBytes + 28) * 8;

/** What arrives of a train behind a path of this rate with a drop-tail queue, by the arithmetic of queues alone. */
function arrivals(
  train: TrainName,
  pathKbps: number,
  queueMs: number,
  isLost = (_number: number) => false,
): TrainCount {
  const plan = trainPlans[train];
  const times: number[] = [];
  let freeMs = 0;
  for (let number = 0; number < datagramsOf(plan); number += 1) {
    const atMs = dueMs(plan, number);
    if (isLost(number) || freeMs - atMs > queueMs) continue;
    freeMs = Math.max(freeMs, atMs) + ipBits / pathKbps;
    times.push(freeMs);
  }
  return {
    datagrams: times.length,
    timedDatagrams: Math.max(0, times.length - 1),
    timedBytes: Math.max(0, times.length - 1) * datagramBytes,
    spanUs: times.length === 0 ? 0 : Math.round((times.at(-1)! - times[0]!) * 1000),
    lateUs: 0,
    unseenUs: 0,
  };
}

function figureBehind(pathKbps: number, queueMs: number): WayFigure {
  const first = arrivals('first', pathKbps, queueMs);
  return wayFigure(first, needsSecondTrain(first) ? arrivals('second', pathKbps, queueMs) : null);
}

describe('the figure of one way', () => {
  test.each([300, 700, 900, 1100, 1187, 1200, 1500, 2000, 5000, 6000])(
    'is what a path of %i kbit/s passes on, whatever its queue holds',
    (pathKbps) => {
      for (const queueMs of [20, 100, 300, 1000]) {
        const { kbps, isAtLeast } = figureBehind(pathKbps, queueMs);
        expect(Math.abs(kbps - pathKbps) / pathKbps).toBeLessThan(0.015);
        expect(isAtLeast).toBe(false);
      }
    },
  );

  test('says "at least" and no more than was sent where everything came through', () => {
    expect(figureBehind(100_000, 300)).toEqual({ kbps: 6500, isAtLeast: true, lostShare: 0 });
  });

  test('leaves out the first packet, whose bits no measured time belongs to', () => {
    const twoPackets = {
      datagrams: 2,
      timedDatagrams: 1,
      timedBytes: datagramBytes,
      spanUs: 9824,
      lateUs: 0,
      unseenUs: 0,
    };
    // 1228 bytes in 9.824 ms are exactly 1000 kbit/s; with both packets counted it would be 2000.
    expect(rateKbps(twoPackets)).toBe(1000);
    expect(rateKbps({ ...twoPackets, timedDatagrams: 0, timedBytes: 0, spanUs: 0 })).toBe(0);
  });

  test('tells the share of the first train that was lost, and asks no more of a path that lost a tenth', () => {
    const first = arrivals('first', 100_000, 300, (number) => number % 10 === 5);
    expect(needsSecondTrain(first)).toBe(false);
    const { kbps, lostShare } = wayFigure(first, null);
    expect(lostShare).toBeCloseTo(0.1, 2);
    expect(kbps).toBeGreaterThan(1100);
    expect(kbps).toBeLessThan(1140);
  });

  test('is never rounded up to a threshold', () => {
    const almost = { ...arrivals('first', 9000, 300), spanUs: 2_485_600 };
    expect(rateKbps(almost)).toBeGreaterThan(999.9);
    expect(rateKbps(almost)).toBeLessThan(1000);
    expect(wayFigure(almost, null).kbps).toBe(999);
  });

  test('of a stream counts payload and the headers that it cannot do without', () => {
    // 3 s of 1000 kbit/s in full packets of 1500 bytes, 1460 of them payload.
    const timedBytes = Math.round(((1_000_000 / 8) * 3 * 1460) / 1500);
    expect(streamFigure({ timedBytes, spanUs: 3_000_000 }).kbps).toBeGreaterThanOrEqual(999);
    expect(streamFigure({ timedBytes, spanUs: 3_000_000 })).toMatchObject({ isAtLeast: false, lostShare: 0 });
    expect(streamFigure({ timedBytes: timedBytes * 10, spanUs: 3_000_000 })).toMatchObject({
      kbps: 6500,
      isAtLeast: true,
    });
  });
});

describe('a train', () => {
  test.each(['first', 'second'] as const)('(%s) sends its rate for its time', (train) => {
    const plan = trainPlans[train];
    const sentKbps = (datagramsOf(plan) * ipBits) / plan.durationMs;
    expect(Math.abs(sentKbps - plan.rateKbps) / plan.rateKbps).toBeLessThan(0.005);
    expect(dueMs(plan, datagramsOf(plan))).toBeCloseTo(plan.durationMs, -1);
  });

  test('does not count when its receiver did not look for a tenth of it, or its sender let a full path run empty', () => {
    const through = arrivals('first', 2000, 300);
    const full = arrivals('first', 900, 300);
    expect(isUndisturbed('first', { ...through, unseenUs: 199_000 })).toBe(true);
    expect(isUndisturbed('first', { ...through, unseenUs: 201_000 })).toBe(false);
    expect(isUndisturbed('second', { ...through, unseenUs: 151_000 })).toBe(false);
    expect(isUndisturbed('first', { ...full, lateUs: 99_000 })).toBe(true);
    expect(isUndisturbed('first', { ...full, lateUs: 101_000 })).toBe(false);
    // A path that passed on all that it was given was never full.
    expect(isUndisturbed('first', { ...through, lateUs: 101_000 })).toBe(true);
  });

  test('of a sender that stood still is compared with what was really sent', () => {
    const through = arrivals('first', 2000, 300);
    const late = { ...through, spanUs: through.spanUs + 300_000, lateUs: 300_000 };
    expect(rateKbps(late)).toBeLessThan(1100);
    expect(needsSecondTrain(late)).toBe(true);
    expect(needsSecondTrain({ ...late, lateUs: 0 })).toBe(false);
    const second = arrivals('second', 100_000, 300);
    const slow = { ...second, spanUs: second.spanUs * 2, lateUs: second.spanUs };
    expect(wayFigure(through, slow)).toMatchObject({ kbps: 3250, isAtLeast: true });
  });
});

test('P38: both ways must carry what the rule-book asks for', () => {
  const way = (kbps: number): WayFigure => ({ kbps, isAtLeast: false, lostShare: 0 });
  expect(judgeBandwidth({ send: way(1000), receive: way(1000) }, 1000)).toBe('enough');
  expect(judgeBandwidth({ send: way(999), receive: way(6500) }, 1000)).toBe('too-little');
  expect(judgeBandwidth({ send: way(6500), receive: way(999) }, 1000)).toBe('too-little');
});

test('the round trip is the middle one, so that one late echo does not tell it', () => {
  expect(roundTripOf([20.04, 500, 19.9])).toBe(20);
  expect(roundTripOf([])).toBeNull();
});
