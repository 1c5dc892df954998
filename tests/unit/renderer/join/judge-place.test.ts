import { expect, test } from 'vitest';
import {
  judgePlace,
  nothingKnown,
  pictureSize,
  type PlaceSights,
  type PlaceVerdict,
} from '../../../../renderer/join/judge-place.ts';
import { languages, phrase } from '../../../../renderer/ui/words.tsx';

const { widthPx, heightPx } = pictureSize;
type Paint = (x: number, y: number) => number;
const picture = (paint: Paint): Uint8Array =>
  Uint8Array.from({ length: widthPx * heightPx }, (_, at) => paint(at % widthPx, Math.floor(at / widthPx)));
const still = (paint: Paint): Uint8Array[] => Array.from({ length: 10 }, () => picture(paint));
const isFace = (x: number, y: number): boolean =>
  x > widthPx / 3 && x < (widthPx * 2) / 3 && y > heightPx / 4 && y < (heightPx * 3) / 4;
const room = still(() => 110);
/** Ten seconds of pauses in which so many stretches are spoken. */
const levels = (pauseDbfs: number, speechDbfs: number, spoken = 8): number[] =>
  Array.from({ length: 25 }, (_, at) => (at < spoken ? speechDbfs : pauseDbfs));
const judge = (sights: Partial<PlaceSights>, before: PlaceVerdict = nothingKnown): PlaceVerdict =>
  judgePlace({ pictures: room, levelsDbfs: levels(-62, -28), ...sights }, before);

test('a lit and quiet place, in which somebody sits still and speaks, is good in all four', () => {
  expect(judge({})).toEqual({ light: 'good', noise: 'good', speech: 'good', movement: 'good' });
});

test('nothing is said before there is enough to judge by', () => {
  expect(judge({ pictures: room.slice(0, 3), levelsDbfs: levels(-62, -28).slice(0, 7) })).toEqual(nothingKnown);
});

test.each<[string, Paint, PlaceVerdict['light']]>([
  ['a dark room', () => 25, 'dark'],
  ['a window in the lens', () => 230, 'bright'],
  ['a face before a window', (x, y) => (isFace(x, y) ? 40 : 210), 'behind'],
  ['a face in lamplight in a dark room', (x, y) => (isFace(x, y) ? 160 : 40), 'good'],
])('%s is judged by its light', (_, paint, light) => {
  expect(judge({ pictures: still(paint) }).light).toBe(light);
});

test('a telephone that is swung about is much movement, and one turn of the head is not', () => {
  const stripes = (shift: number): Uint8Array => picture((x) => ((x + shift) % 8 < 4 ? 60 : 160));
  expect(judge({ pictures: Array.from({ length: 10 }, (_, at) => stripes(3 * at)) }).movement).toBe('much');
  expect(judge({ pictures: [...Array.from({ length: 8 }, () => stripes(0)), stripes(3), stripes(3)] }).movement).toBe(
    'good',
  );
});

test.each<[string, number[], Pick<PlaceVerdict, 'noise' | 'speech'>]>([
  ['a street behind an open window', levels(-38, -20), { noise: 'loud', speech: 'good' }],
  ['somebody far from the microphone', levels(-70, -55), { noise: 'good', speech: 'quiet' }],
  ['somebody with the lips on the microphone', levels(-60, -5), { noise: 'good', speech: 'loud' }],
  ['a microphone that is switched off', levels(-110, -110), { noise: 'unknown', speech: 'silent' }],
  ['a room in which nobody has spoken', levels(-62, -60), { noise: 'good', speech: 'unknown' }],
  ['a door that fell shut', levels(-62, -15, 2), { noise: 'good', speech: 'unknown' }],
])('%s is judged by its sound', (_, levelsDbfs, expected) => {
  expect(judge({ levelsDbfs })).toMatchObject(expected);
});

test('whoever was heard once need not talk on, and a microphone that comes back asks anew', () => {
  const quiet = { levelsDbfs: levels(-62, -60) };
  expect(judge(quiet, { ...nothingKnown, speech: 'good' }).speech).toBe('good');
  expect(judge(quiet, { ...nothingKnown, speech: 'silent' }).speech).toBe('unknown');
});

test.each(['none', 'unheard'] as const)('of a microphone that is %s that is said, and nothing of noise', (speech) => {
  expect(judge({ levelsDbfs: speech })).toMatchObject({ noise: 'none', speech });
});

test('a microphone that is heard at last is judged anew', () => {
  expect(judge({ levelsDbfs: levels(-62, -60) }, { ...nothingKnown, speech: 'unheard' }).speech).toBe('unknown');
});

test.each(languages)('every hint is said in %s', (language) => {
  const told = {
    light: ['unknown', 'good', 'dark', 'bright', 'behind'],
    noise: ['unknown', 'good', 'loud'],
    speech: ['none', 'unheard', 'unknown', 'good', 'silent', 'quiet', 'loud'],
    movement: ['unknown', 'good', 'much'],
  } satisfies { [Each in keyof PlaceVerdict]: PlaceVerdict[Each][] };
  for (const [each, verdicts] of Object.entries(told))
    for (const verdict of verdicts) {
      const key = `join.check.${each}.${verdict}`;
      expect(phrase(language, key)).not.toBe(key);
    }
});
