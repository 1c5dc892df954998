import { expect, test } from 'vitest';
import { findBeeps, findFlashes, type SyncPlan } from '#measure/lip-sync.ts';
import type { Frame } from '#measure/picture.ts';
import { seededChance } from '#measure/chance.ts';
import { gaussianNoise } from './noise.ts';

const rate = 48_000;
const [wide, high] = [80, 45];
const plan: SyncPlan = {
  atMs: Array.from({ length: 8 }, (_, no) => 10_000 + no * 1037),
  ...{ shinesMs: 260, beepHz: 2000, beepMs: 80 },
};
type Room = Readonly<{ frameMs?: number; spot?: number; swing?: number; noise?: number; flashes?: number }>;

/** A camera with a monitor of 10 by 10 pixels in its view, and somebody who walks through it. */
function film(
  lateMs: number,
  { frameMs = 40, spot = 10, swing = 60, noise = 1.5, flashes = 8 }: Room = {},
): readonly Frame[] {
  const chance = seededChance(3);
  const shines = plan.atMs.slice(0, flashes);
  return Array.from({ length: Math.floor(10_500 / frameMs) }, (_, at) => {
    const atMs = 9000 + at * frameMs;
    const isLit = shines.some((from) => atMs >= from + lateMs && atMs < from + lateMs + plan.shinesMs);
    const walker = (at * 2) % wide;
    const luma = Uint8Array.from({ length: wide * high }, (_, pixel) => {
      const [x, y] = [pixel % wide, Math.floor(pixel / wide)];
      const isMonitor = x >= 50 && x < 50 + spot && y >= 10 && y < 10 + spot;
      const base = isMonitor ? 40 + (isLit ? swing : 0) : Math.abs(x - walker) < 8 && y > 25 ? 160 : 70 + (x + y) / 4;
      return base + noise * 3 * (chance() + chance() - 1);
    });
    return { atMs, luma };
  });
}

function sound(lateMs: number, room: number): Float32Array {
  const samples = gaussianNoise(10.5 * rate, room);
  for (const planned of plan.atMs) {
    const from = Math.round(((planned - 9000 + lateMs) * rate) / 1000);
    for (let at = 0; at < 0.08 * rate; at += 1)
      if (from + at < samples.length) samples[from + at]! += 0.1 * Math.sin((2 * Math.PI * 2000 * at) / rate);
  }
  return samples;
}

test.each([0, 13, 80, 207, -45])('flashes seen %d ms late are told to a few ms, finer than pictures come', (lateMs) => {
  const seen = findFlashes(film(lateMs), wide, plan)!;
  expect(Math.abs(seen.lateMs - lateMs)).toBeLessThanOrEqual(5);
  expect(Math.abs(seen.contrast - 60)).toBeLessThan(5);
});

test('a slower camera tells them to a third of its pictures, and a small and dull monitor is seen', () => {
  expect(Math.abs(findFlashes(film(90, { frameMs: 66.7 }), wide, plan)!.lateMs - 90)).toBeLessThan(22);
  expect(Math.abs(findFlashes(film(90, { spot: 6, swing: 8, noise: 3 }), wide, plan)!.lateMs - 90)).toBeLessThan(15);
});

test('where no monitor is in the view, whoever walks through it is not taken for one', () => {
  expect(findFlashes(film(0, { swing: 0 }), wide, plan)).toBeNull();
  expect(findFlashes(film(0, { flashes: 3 }), wide, plan)).toBeNull();
  expect(findFlashes([], wide, plan)).toBeNull();
});

test.each([
  [0, 0.001],
  [120, 0.02],
  [-60, 0.005],
])('beeps heard %d ms late are told to two milliseconds beside noise of %d', (lateMs, noise) => {
  const heard = findBeeps(sound(lateMs, noise), rate, 9000, plan)!;
  expect(Math.abs(heard.lateMs - lateMs)).toBeLessThanOrEqual(2);
});

test('a microphone that hears no beep has none', () => {
  expect(findBeeps(gaussianNoise(10.5 * rate, 0.02), rate, 9000, plan)).toBeNull();
  expect(findBeeps(new Float32Array(0), rate, 9000, plan)).toBeNull();
  expect(findBeeps(new Float32Array(10.5 * rate), rate, 9000, plan)).toBeNull();
});
