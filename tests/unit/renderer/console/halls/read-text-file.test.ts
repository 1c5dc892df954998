import { describe, expect, test } from 'vitest';
import { decodeText, inPieces, readTextFile } from '../../../../../renderer/console/halls/read-text-file.ts';

const russian = '\u0421\u0443\u0434';
const kazakh = '\u04A2\u049B';

describe('the words of a file', () => {
  test('are read whether it was written in UTF-8, with or without a mark', () => {
    const text = `${russian} ${kazakh}`;
    expect(decodeText(new TextEncoder().encode(text))).toBe(text);
    expect(decodeText(new TextEncoder().encode(`\uFEFF${text}`))).toBe(text);
  });

  test('are read from the code page of Windows for Russian', () => {
    expect(decodeText(Uint8Array.of(0xd1, 0xf3, 0xe4, 0x3b, 0x31))).toBe(`${russian};1`);
  });

  test('are read from what spreadsheets call Unicode', () => {
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x21, 0x04, 0x43, 0x04, 0x34, 0x04))).toBe(russian);
  });

  test('of a large file are cut so that it is still seen to be too large', async () => {
    expect(await readTextFile(new File(['x'.repeat(100)], 'a.csv'), 10)).toHaveLength(11);
  });
});

describe('a text in pieces', () => {
  test('is the same when they are put together, and even an empty one has a piece', () => {
    const text = 'abcdefg';
    expect(inPieces(text, 3)).toEqual(['abc', 'def', 'g']);
    expect(inPieces('')).toEqual(['']);
  });
});
