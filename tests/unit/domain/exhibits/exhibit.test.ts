import { describe, expect, test } from 'vitest';
import { exhibitFormatOf, exhibitParts, shownName } from '#domain/exhibits/exhibit.ts';
import type { ExhibitId } from '#domain/ids.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe('the format of an exhibit', () => {
  test('is told by its first bytes alone', () => {
    expect(exhibitFormatOf(text('%PDF-1.7'))).toBe('pdf');
    expect(exhibitFormatOf(bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe('png');
    expect(exhibitFormatOf(bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0))).toBe('jpeg');
  });

  test('is refused for everything else, also for one that is cut in its first bytes', () => {
    for (const head of [
      '<!DOCTYPE',
      '<svg xmlns',
      'PK\u0003\u0004....',
      'MZ......',
      'GIF89a..',
      ' %PDF-1.',
      '%PDF',
      '',
    ])
      expect(exhibitFormatOf(text(head))).toBeNull();
    expect(exhibitFormatOf(bytes(0x89, 0x50, 0x4e, 0x47))).toBeNull();
    expect(exhibitFormatOf(bytes(0xff, 0xd8))).toBeNull();
  });
});

describe('the name of an exhibit', () => {
  test('is the last part of what may be a path, of either system', () => {
    expect(shownName('../../etc/passwd')).toBe('passwd');
    expect(shownName('C:\\Users\\a\\Contract.pdf')).toBe('Contract.pdf');
    expect(shownName('..')).toBe('..');
    expect(shownName('folder/')).toBe('');
  });

  test('has nothing in it that turns the direction of writing, steers a terminal or breaks a line', () => {
    expect(shownName('Contract\u202Efdp.exe')).toBe('Contractfdp.exe');
    expect(shownName('a\u0000b\u001B[31mc\u200Bd\n e')).toBe('ab[31mcd e');
  });

  test('keeps Kazakh letters, and is cut without tearing a character', () => {
    const kazakh = '\u049A\u0430\u0440\u0430\u0440 \u2116 5.pdf';
    expect(shownName(kazakh)).toBe(kazakh);
    const long = shownName('\u{1F4C4}'.repeat(300));
    expect(Array.from(long)).toHaveLength(120);
    // It throws for half a character.
    expect(encodeURIComponent(long)).not.toBe('');
  });

  test('is never a part of where its file lies', () => {
    const exhibitId = '6f1c6a4e-9a53-4c55-8d2f-0d4c0f8c7b11' as ExhibitId;
    expect(exhibitParts({ exhibitId, format: 'pdf' })).toEqual(['exhibits', `${exhibitId}.pdf`]);
  });
});
