import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asText, fromText, readCsv, writeCsv } from '#domain/directory/csv.ts';

const letters = ['a', '\u049A', '\u0451', ';', ',', '"', "'", '\n', '\r', '\t', ' ', '=', '+', '-', '@', '1'];
const cellsOf = (text: string): readonly (readonly string[])[] => readCsv(text).map(({ cells }) => cells);

describe('a sheet', () => {
  test.each([
    ['semicolons', 'a;b\r\n1,5;2\r\n'],
    ['commas', 'a,b\r\n"1,5",2\r\n'],
    ['tabs', 'a\tb\r\n1,5\t2\r\n'],
    ['a byte order mark and old line ends', '\uFEFFa;b\r1,5;2'],
    ['bare line feeds and no last one', 'a;b\n1,5;2'],
    ['the separator named in its first line', 'sep=;\r\na;b\r\n1,5;2\r\n'],
  ])('with %s is read the same', (_how, text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ]);
  });

  test('keeps separators, quotes and line ends within quotes', () => {
    expect(cellsOf('a;b\r\n"x;""y""\r\nz";w\r\n')[1]).toEqual(['x;"y"\r\nz', 'w']);
  });

  test('tells the line on which each row begins, also behind rows of several lines and empty ones', () => {
    const rows = readCsv('a;b\r\n"1\r\n2";x\r\n\r\n;\r\nlast;y');
    expect(rows.map(({ line, cells: [first] }) => [line, first])).toEqual([
      [1, 'a'],
      [2, '1\r\n2'],
      [6, 'last'],
    ]);
  });

  test('loses one line and not all that follow it to a quote that is never closed', () => {
    const rows = readCsv('a;b\n"torn;1\nwhole;2\nlast;3\n');
    expect(rows.map(({ line, cells, isTorn }) => [line, isTorn, cells[0]])).toEqual([
      [1, false, 'a'],
      [2, true, '"torn;1'],
      [3, false, 'whole'],
      [4, false, 'last'],
    ]);
  });

  test('is not split by a separator that stands in the quoted head', () => {
    expect(cellsOf('"a,b,c,d";e\n1;2\n')[1]).toEqual(['1', '2']);
  });

  test('of any words is read as it was written, by either separator', () => {
    const word = fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 }).filter((text) => text.trim() !== '');
    const sheets = fc.array(fc.array(word, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sheets, fc.constantFrom(';' as const, ',' as const), (rows, separator) => {
        // The head says by what the rest is separated.
        const read = cellsOf(writeCsv([['head', 'two'], ...rows], separator)).slice(1);
        expect(read.map((cells) => cells.map(fromText))).toEqual(rows);
      }),
    );
  });
});

describe('words that a spreadsheet would run as a formula', () => {
  test.each(['=1+1', '+7 701 000 00 00', '-1', '@a', "'=1"])('%s are written as words and read back', (words) => {
    expect(asText(words)).toBe(`'${words}`);
    expect(fromText(asText(words))).toBe(words);
  });

  test('an apostrophe before anything else stays', () => {
    expect(fromText("'quoted'")).toBe("'quoted'");
    expect(asText("'quoted'")).toBe("'quoted'");
  });
});

describe('a written sheet', () => {
  test('begins with a byte order mark, ends its lines with CRLF and quotes only what needs it', () => {
    expect(writeCsv([['a b', 'c;d', ' e', 'f"g']], ';')).toBe('\uFEFFa b;"c;d";" e";"f""g"\r\n');
  });
});
