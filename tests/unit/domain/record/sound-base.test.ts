import { expect, test } from 'vitest';
import { SoundBase } from '#domain/record/sound-base.ts';

const packetUs = 20_000;

/** Packet numbers before which container time jumps, where capture time runs away from counted time by these µs. */
function jumps(lagsUs: readonly number[], base = new SoundBase()): readonly number[] {
  return lagsUs.flatMap((lagUs, at) => (base.follow(at * packetUs, lagUs) ? [at] : []));
}

const steady = (lagUs: number, packets: number): readonly number[] => Array.from({ length: packets }, () => lagUs);

test('a first stamp that was 12 ms wrong is set right once, after two seconds', () => {
  const base = new SoundBase();
  expect(jumps([-12_000, ...steady(0, 500)], base)).toEqual([101]);
  expect(base.us).toBe(0);
});

test('jitter of 14 ms to both sides, and a bad second, move nothing', () => {
  expect(jumps([0, ...Array.from({ length: 1000 }, (_, at) => (at % 2 === 0 ? 14_000 : -14_000))])).toEqual([]);
  expect(jumps([...steady(0, 100), ...steady(9000, 50), ...steady(0, 500)])).toEqual([]);
});

test('missing sound jumps at once', () => {
  expect(jumps([...steady(0, 100), ...steady(40_000, 100)])).toEqual([100]);
});
