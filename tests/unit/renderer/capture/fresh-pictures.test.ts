import { expect, test } from 'vitest';
import { FreshPictures } from '../../../../renderer/capture/fresh-pictures.ts';

const stepUs = 40_000;
/** Which of so many pictures, a key picture each second, are decoded when each comes so late. */
function taken(
  count: number,
  lateUs: (n: number) => number,
  waiting: (n: number) => number = () => 0,
): readonly number[] {
  const fresh = new FreshPictures(25);
  return Array.from({ length: count }, (_, n) => n).filter((n) =>
    fresh.takes({ atUs: n * stepUs, isKey: n % 25 === 0, nowUs: n * stepUs + lateUs(n), waiting: waiting(n) }),
  );
}

test('looking begins with a key picture, whenever it begins', () => {
  const fresh = new FreshPictures(25);
  const took = (isKey: boolean): boolean => fresh.takes({ atUs: 0, isKey, nowUs: 0, waiting: 0 });
  expect([took(false), took(true), took(false)]).toEqual([false, true, true]);
  fresh.beginAnew();
  expect([took(false), took(true)]).toEqual([false, true]);
});

test('what came while the page stood still is not shown as the present, and the next key picture is', () => {
  // Three seconds of it lie there when it goes on, and are read at once.
  const shown = taken(200, (n) => (n >= 60 && n < 135 ? (135 - n) * stepUs : 50_000));
  expect(shown.filter((n) => n >= 60 && n < 100)).toEqual([]);
  expect(shown.filter((n) => n >= 150)).toHaveLength(50);
});

test('a decoder that falls behind is given nothing until a key picture finds it free', () => {
  const shown = taken(
    100,
    () => 0,
    (n) => (n === 30 ? 12 : 0),
  );
  expect(shown).not.toContain(31);
  expect(shown.filter((n) => n > 30)[0]).toBe(50);
});

test('a network that has become slower for good is the measure after some seconds', () => {
  const shown = taken(400, (n) => (n < 50 ? 50_000 : 2_050_000));
  expect(shown.filter((n) => n >= 300)).toHaveLength(100);
});

test('no more pictures a second are handed on than are wanted, evenly, and after a pause at once', () => {
  const fresh = new FreshPictures(15);
  const shown = Array.from({ length: 50 }, (_, n) => n).filter((n) => fresh.shows(n * stepUs));
  expect(shown).toHaveLength(30);
  expect(Math.max(...shown.slice(1).map((n, at) => n - (shown[at] ?? 0)))).toBe(2);
  expect(fresh.shows(9_000_000)).toBe(true);
  const all = new FreshPictures(25);
  expect([0, 39_000, 81_000, 119_000].every((atUs) => all.shows(atUs))).toBe(true);
});
