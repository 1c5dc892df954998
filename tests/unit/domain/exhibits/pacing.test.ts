import { describe, expect, test } from 'vitest';
import { askEveryMs, createPacer } from '#domain/exhibits/pacing.ts';
import { dice } from '../../../stage/dice.ts';

/* P35, P36: sound and picture go before an exhibit. A path with one queue, on a clock of its own. */

const stepMs = 5;
const lookMs = askEveryMs;

type Path = Readonly<{ carriesKbps: number; floorMs: number; callKbps(atMs: number): number }>;
type Seen = Readonly<{ queuedMs: number; rateKbps: number; atMs: number }>;

/** Lets a transfer go at the pacer's rate beside a call that keeps sending, and tells what stood in the queue. */
function walk(measuredKbps: number | null, path: Path, lengthMs: number): readonly Seen[] {
  const pacer = createPacer(measuredKbps);
  const seen: Seen[] = [];
  let queuedBits = 0;
  for (let atMs = 0; atMs < lengthMs; atMs += stepMs) {
    const inKbps = pacer.rateKbps() + path.callKbps(atMs);
    // kbit/s times ms are bits.
    queuedBits = Math.max(0, queuedBits + (inKbps - path.carriesKbps) * stepMs);
    const queuedMs = queuedBits / path.carriesKbps;
    if (atMs % lookMs === 0) pacer.heard(path.floorMs + queuedMs, atMs);
    seen.push({ queuedMs, rateKbps: pacer.rateKbps(), atMs });
  }
  return seen;
}
const steady = (kbps: number) => (): number => kbps;
const after = (seen: readonly Seen[], fromMs: number): readonly Seen[] => seen.filter(({ atMs }) => atMs >= fromMs);
const worstMs = (seen: readonly Seen[]): number => Math.max(...seen.map(({ queuedMs }) => queuedMs));
const meanKbps = (seen: readonly Seen[]): number => seen.reduce((sum, { rateKbps }) => sum + rateKbps, 0) / seen.length;

describe('the pace of an exhibit', () => {
  test('begins at two fifths of what was measured and never passes three fifths, however free the path is', () => {
    const pacer = createPacer(5000);
    expect(pacer.rateKbps()).toBe(2000);
    const seen = walk(5000, { carriesKbps: 100_000, floorMs: 20, callKbps: steady(0) }, 60_000);
    expect(Math.max(...seen.map(({ rateKbps }) => rateKbps))).toBe(3000);
  });

  test('is 1 Mbit/s at most where nothing was measured', () => {
    const seen = walk(null, { carriesKbps: 100_000, floorMs: 20, callKbps: steady(0) }, 60_000);
    expect(new Set(seen.map(({ rateKbps }) => rateKbps))).toEqual(new Set([1000]));
  });

  test('leaves a call of 2.5 Mbit/s on a path of 5 without a queue that it would feel, and uses most of the rest', () => {
    const seen = walk(5000, { carriesKbps: 5000, floorMs: 40, callKbps: steady(2500) }, 120_000);
    expect(worstMs(seen)).toBeLessThan(60);
    expect(meanKbps(after(seen, 10_000))).toBeGreaterThan(1800);
    expect(meanKbps(after(seen, 10_000))).toBeLessThanOrEqual(2500);
  });

  test('gives way within two seconds when the call suddenly needs nearly all of the path, and comes back after it', () => {
    const callKbps = (atMs: number): number => (atMs >= 20_000 && atMs < 40_000 ? 4500 : 2500);
    const seen = walk(5000, { carriesKbps: 5000, floorMs: 40, callKbps }, 80_000);
    expect(worstMs(after(seen, 22_000))).toBeLessThan(80);
    expect(meanKbps(after(seen, 25_000).filter(({ atMs }) => atMs < 40_000))).toBeLessThan(600);
    expect(meanKbps(after(seen, 60_000))).toBeGreaterThan(1800);
  });

  test('falls to its least on a path that carries far less than was measured, and goes on', () => {
    const seen = walk(6500, { carriesKbps: 1000, floorMs: 40, callKbps: steady(950) }, 60_000);
    expect(meanKbps(after(seen, 20_000))).toBeLessThan(150);
    expect(Math.min(...seen.map(({ rateKbps }) => rateKbps))).toBe(64);
  });

  test('is hardly slowed by a busy PC whose programs wait their turn, in which every answer is late by chance', () => {
    const pacer = createPacer(5000);
    const next = dice(1);
    const rates: number[] = [];
    for (let atMs = 0; atMs < 120_000; atMs += lookMs) {
      // Exponential, 30 ms on average.
      pacer.heard(40 - 30 * Math.log(1 - next()), atMs);
      rates.push(pacer.rateKbps());
    }
    expect(rates.reduce((sum, rate) => sum + rate, 0) / rates.length).toBeGreaterThan(2700);
  });

  test('is not slowed by one late answer, nor by a far court', () => {
    const pacer = createPacer(5000);
    for (let atMs = 0; atMs < 10_000; atMs += lookMs) pacer.heard(atMs === 5000 ? 900 : 300, atMs);
    expect(pacer.rateKbps()).toBe(3000);
  });

  test('does not wait for an answer that is stuck in the queue to give way', () => {
    const pacer = createPacer(5000);
    pacer.waited(5000, 0);
    // Nothing was heard yet: it may be a far court.
    expect(pacer.rateKbps()).toBe(2000);
    pacer.heard(40, 100);
    pacer.waited(60, 200);
    expect(pacer.rateKbps()).toBe(2000);
    for (let atMs = 300; atMs <= 950; atMs += lookMs) pacer.waited(atMs, atMs);
    expect(pacer.rateKbps()).toBeLessThan(200);
    // It is no round trip, and so no floor either.
    pacer.heard(40, 1500);
    pacer.heard(40, 2500);
    expect(pacer.rateKbps()).toBeGreaterThan(300);
  });

  test('takes the round trip of another path for the floor after ten minutes', () => {
    const pacer = createPacer(5000);
    pacer.heard(20, 0);
    let atMs = lookMs;
    for (; atMs < 60_000; atMs += lookMs) pacer.heard(120, atMs);
    expect(pacer.rateKbps()).toBe(64);
    for (; atMs < 12 * 60_000; atMs += lookMs) pacer.heard(120, atMs);
    expect(pacer.rateKbps()).toBe(3000);
  });
});
