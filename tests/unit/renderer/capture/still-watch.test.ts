import { expect, test } from 'vitest';
import { StillWatch } from '../../../../renderer/capture/still-watch.ts';

const stepUs = 500_000;
const hall = Uint8Array.from({ length: 14_400 }, (_, at) => 60 + (at % 97));
/** A sensor's noise of one step in half of its places, another in each picture. */
const noisy = (picture: number): Uint8Array => hall.map((luma, at) => luma + ((at * 7 + picture * 13) % 2));

/** What is told at each look, one every half second. */
function toldOf(pictures: readonly Uint8Array[]): readonly string[] {
  let told = '';
  const watch = new StillWatch(({ sight }) => {
    told = sight;
  });
  return pictures.map((luma, at) => {
    told = '';
    watch.take(luma, at * stepUs);
    return told;
  });
}
const times = (count: number, picture: (at: number) => Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => picture(at));

test('a still scene with a sensor’s noise is live', () => {
  expect(toldOf(times(30, noisy)).join(' ').trim()).toBe('live');
});

test('a picture that stays the very same for three seconds is frozen, and live with the first that differs', () => {
  const told = toldOf([...times(4, noisy), ...times(8, () => hall), ...times(2, noisy)]);
  expect(told.indexOf('frozen') - 4).toBeLessThanOrEqual(6);
  expect(told.indexOf('frozen') - 4).toBeGreaterThanOrEqual(5);
  expect(told.slice(12)).toContain('live');
});

test('a black picture is not called frozen', () => {
  expect(toldOf(times(20, () => new Uint8Array(14_400).fill(16))).join(' ')).not.toContain('frozen');
});
