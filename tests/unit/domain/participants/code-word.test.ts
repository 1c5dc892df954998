import { expect, test } from 'vitest';
import { foldWord, pickWord, refuseTry, refuseWord, wordRules, wrongWord } from '#domain/participants/code-word.ts';

test('a code word is the same with capitals, spaces, hyphens and without the dots of a letter', () => {
  expect(foldWord(' Ёлка-Лимон  47 ')).toBe('елкалимон47');
  expect(foldWord('елка лимон 47')).toBe('елкалимон47');
});
test('letters of Kazakh are letters of their own', () => {
  expect(foldWord('Қар')).not.toBe(foldWord('Кар'));
  expect(foldWord('май')).not.toBe(foldWord('маи'));
});
test('a word of one’s own that is too short, or nothing but signs, is refused', () => {
  expect(refuseWord('береза')).toBeNull();
  expect(refuseWord('ель')).toMatchObject({ key: 'participant.word-weak' });
  expect(refuseWord('--- !!!')).toMatchObject({ key: 'participant.word-weak' });
  expect(refuseWord('x'.repeat(wordRules.mostSigns + 1))).toMatchObject({ key: 'participant.word-weak' });
});
test('a word of ours is two words and two digits', () => {
  const draws = [1, 0, 37];
  expect(pickWord(['limon', 'vagon'], () => draws.shift() ?? 0)).toBe('vagon limon 47');
});
test('each wrong word makes the next wait longer, and ten of them close the way in', () => {
  expect(refuseTry({ wrongWords: 0, lastWrongMs: 0 }, 5)).toBeNull();
  expect(refuseTry({ wrongWords: 3, lastWrongMs: 1000 }, 1000)).toEqual({
    key: 'participant.wait',
    args: { seconds: 4 },
  });
  expect(refuseTry({ wrongWords: 3, lastWrongMs: 1000 }, 5000)).toBeNull();
  expect(refuseTry({ wrongWords: 10, lastWrongMs: 0 }, Number.MAX_SAFE_INTEGER)).toMatchObject({
    key: 'participant.word-locked',
  });
  expect(wrongWord(1)).toEqual({ key: 'participant.word-wrong', args: { seconds: 1 } });
  expect(wrongWord(10)).toMatchObject({ key: 'participant.word-locked' });
});
