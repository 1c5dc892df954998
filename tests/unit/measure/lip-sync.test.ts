import { expect, test } from 'vitest';
import { beepsIn, flashesIn, readLipSync } from '#measure/lip-sync.ts';
import type { Frame } from '#measure/picture.ts';
import { gaussianNoise } from './noise.ts';

const rate = 48_000;
const periodMs = 1000;
/** A second apart, from the first half second on. */
const flashMs = (no: number): number => 500 + no * periodMs;
/** A camera of 25 pictures a second that looks at a monitor which flashes for 120 ms. */
const film = (lateMs: number): readonly Frame[] =>
  Array.from({ length: 8 * 25 }, (_, at) => {
    const atMs = at * 40;
    const isBright = Array.from({ length: 8 }, (_, no) => flashMs(no) + lateMs).some(
      (from) => atMs >= from && atMs < from + 120,
    );
    return { atMs, luma: new Uint8Array(64).fill(isBright ? 180 : 35) };
  });
function sound(lateMs: number, room: number): Float32Array {
  const samples = gaussianNoise(8 * rate, room);
  for (let no = 0; no < 8; no += 1) {
    const from = Math.round(((flashMs(no) + lateMs) * rate) / 1000);
    for (let at = 0; at < 0.1 * rate; at += 1)
      if (from + at < samples.length) samples[from + at]! += 0.2 * Math.sin((2 * Math.PI * 1000 * at) / rate);
  }
  return samples;
}

test.each([
  [0, 0],
  [80, 0],
  [0, 120],
  [200, 40],
])('a picture %d ms late and sound %d ms late are told apart by their difference', (pictureMs, soundMs) => {
  const flashes = flashesIn(film(pictureMs));
  const beeps = beepsIn(sound(soundMs, 0.005), rate, 0);
  const seen = readLipSync(flashes, beeps, periodMs)!;
  expect(seen.pairs.length).toBeGreaterThanOrEqual(7);
  // A camera sees a flash up to one picture late.
  expect(seen.soundLateMs).toBeGreaterThan(soundMs - pictureMs - 45);
  expect(seen.soundLateMs).toBeLessThan(soundMs - pictureMs + 5);
});

test('a beep is found to the millisecond, in a room as well', () => {
  const beeps = beepsIn(sound(0, 0.02), rate, 10_000);
  expect(beeps).toHaveLength(8);
  for (const [no, atMs] of beeps.entries()) expect(Math.abs(atMs - 10_000 - flashMs(no))).toBeLessThan(1.5);
});

test('a camera that sees no flash and a microphone that hears no beep have none', () => {
  expect(flashesIn(film(0).map(({ atMs }) => ({ atMs, luma: new Uint8Array(64).fill(90) })))).toEqual([]);
  expect(beepsIn(gaussianNoise(4 * rate, 0.02), rate, 0)).toEqual([]);
  expect(readLipSync([100, 1100], [120, 1120], periodMs)).toBeNull();
  expect(beepsIn(new Float32Array(0), rate, 0)).toEqual([]);
});
