import { describe, expect, test } from 'vitest';
import { languages, phrase } from '../../../../renderer/ui/words.tsx';

describe('a phrase', () => {
  test('is filled with its arguments', () => {
    expect(phrase('en', 'case.number', { number: '7514-26/1204' })).toBe('Case No. 7514-26/1204');
  });
  test('shows its key when there are no words for it, so that it is noticed', () => {
    expect(phrase('kk', 'no.such.key')).toBe('no.such.key');
  });
});

describe('the on-screen keyboard', () => {
  const letters = (language: (typeof languages)[number]): string =>
    ['row0', 'extra', 'row1', 'row2', 'row3'].map((row) => phrase(language, `keyboard.${row}`)).join(' ');

  test('has every letter of each alphabet exactly once', () => {
    const russian = Array.from({ length: 32 }, (_, index) => String.fromCodePoint(0x430 + index)).concat('\u0451');
    const kazakhOnly = Array.from('\u04d9\u0456\u04a3\u0493\u04af\u04b1\u049b\u04e9\u04bb');
    const latin = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(0x61 + index));
    const wanted = { ru: russian, kk: [...russian, ...kazakhOnly], en: latin };
    for (const language of languages) {
      const keys = letters(language).split(' ');
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toEqual(expect.arrayContaining(wanted[language]));
    }
  });
});
