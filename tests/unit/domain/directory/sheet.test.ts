import { describe, expect, test } from 'vitest';
import {
  directoryRules,
  entryKey,
  inOrder,
  institutionKinds,
  isFoundBy,
  type DirectoryEntry,
  type EntryDraft,
} from '#domain/directory/entry.ts';
import { directoryColumns, planImport, writeSheet, type SheetWords } from '#domain/directory/sheet.ts';
import type { DirectoryEntryId } from '#domain/ids.ts';

const words = {
  column: Object.fromEntries(directoryColumns.map((column) => [column, [`Col ${column}`, `Other ${column}`]])),
  kind: Object.fromEntries(institutionKinds.map((kind) => [kind, [`Kind ${kind}`]])),
} as unknown as SheetWords;
const head = 'court;hall;kind;host;port;support;note\n';
const blank: EntryDraft = { court: 'Court', hall: '1', kind: 'court', host: '', port: null, support: '', note: '' };
const entry = (of: Partial<EntryDraft>, id = 'one'): DirectoryEntry => ({
  ...blank,
  ...of,
  entryId: id as DirectoryEntryId,
});
function plan(rows: string, known: readonly DirectoryEntry[] = []) {
  const planned = planImport(rows, known, words);
  if (planned === null) throw new Error('no sheet');
  return planned;
}

describe('the head of a sheet', () => {
  test('names columns in any language, any order and any letters’ size', () => {
    const { planned } = plan('OTHER NOTE;col  court ;Hall;COL Port;host\nn;City court;3;47100;10.0.0.1\n');
    expect(planned).toMatchObject([
      { what: 'new', entry: { ...blank, court: 'City court', hall: '3', host: '10.0.0.1', port: 47_100, note: 'n' } },
    ]);
  });

  test('without a court’s column is no sheet of the directory', () => {
    expect(planImport('name;hall\nx;1\n', [], words)).toBeNull();
    expect(planImport('', [], words)).toBeNull();
  });

  test('of more rows than any directory has is not even judged', () => {
    expect(planImport(`court\n${'A\n'.repeat(directoryRules.mostRows + 1)}`, [], words)).toBeNull();
    expect(plan(`court\n${'A\n'.repeat(directoryRules.mostRows)}`).planned).toHaveLength(1);
  });

  test('tells the columns that mean nothing here', () => {
    expect(plan('court;colour;\nA;red;\n').unknownColumns).toEqual(['colour']);
  });
});

describe('a row', () => {
  test.each([
    [';1;;;;;', 'court'],
    ['A;1;palace;;;;', 'kind'],
    ['A;1;;ten dot one;;;', 'host'],
    ['A;1;;10.0.0.1;70000;;', 'port'],
    ['A;1;;10.0.0.1;4 7;;', 'port'],
    ['A;1;;10.0.0.1:47100;47200;;', 'port'],
    ['A;1;;;;;;x', 'columns'],
    [`A;1;;;;;${'x'.repeat(301)}`, 'too-long'],
    ['"A;1;;;;;', 'torn'],
  ])('%# that is bad is told with its line and reason and costs no other', (row, reason) => {
    const { planned, bad } = plan(`${head}First;1;;;;;\n${row}\nLast;1;;;;;\n`);
    expect(bad).toMatchObject([{ line: 3, reason }]);
    expect(planned.map(({ entry: { court } }) => court)).toEqual(['First', 'Last']);
  });

  test.each([
    ['10.0.0.1:47100;', '10.0.0.1', 47_100],
    ['[fd00::1]:47100;', 'fd00::1', 47_100],
    ['fd00::1;47100', 'fd00::1', 47_100],
    ['hall.court.example;', 'hall.court.example', null],
    ['10.0.0.1:47100;47100', '10.0.0.1', 47_100],
  ])('takes the address %s', (address, host, port) => {
    expect(plan(`${head}A;1;;${address};;\n`).planned).toMatchObject([{ entry: { host, port } }]);
  });
});

describe('an import', () => {
  const known = [entry({ host: '10.0.0.1', port: 47_100, support: '+7 700' }), entry({ court: 'Other' }, 'two')];

  test('merges by court and hall, however they are spaced and capitalised, and empty cells remove nothing', () => {
    const { planned } = plan(`${head}  COURT ; 1 ;Kind medical;;;;call first\n`, known);
    expect(planned).toEqual([
      {
        lines: [2],
        what: 'changed',
        was: known[0],
        entry: { ...known[0], entryId: undefined, kind: 'medical', note: 'call first' },
      },
    ]);
  });

  test('takes two rows of one hall for one', () => {
    const { planned } = plan(`${head}A;1;;10.0.0.1;;;\nB;1;;;;;\na;1;;;47100;;\n`);
    expect(planned.map(({ lines, entry: { host, port } }) => ({ lines, host, port }))).toEqual([
      { lines: [2, 4], host: '10.0.0.1', port: 47_100 },
      { lines: [3], host: '', port: null },
    ]);
  });

  test('of what was exported changes nothing', () => {
    const all = [
      ...known,
      entry({ court: '=A;"B"', hall: '2', kind: 'penal', note: 'two\nlines'.replace('\n', ' ') }, 'three'),
    ];
    for (const separator of [';', ','] as const) {
      const { planned, bad, unknownColumns } = plan(writeSheet(all, words, separator), all);
      expect({ bad, unknownColumns }).toEqual({ bad: [], unknownColumns: [] });
      expect(planned.map(({ what }) => what)).toEqual(['same', 'same', 'same']);
    }
  });

  test('adds no more than the directory holds, and tells which rows were left out', () => {
    const full = Array.from({ length: directoryRules.mostEntries - 1 }, (_, index) =>
      entry({ hall: String(index) }, String(index)),
    );
    const { planned, bad } = plan(`${head}A;1;;;;;\nB;1;;;;;\nCourt;5;;;;;x\n`, full);
    expect(planned.map(({ lines, what }) => [lines[0], what])).toEqual([
      [2, 'new'],
      [4, 'changed'],
    ]);
    expect(bad).toMatchObject([{ line: 3, reason: 'too-many' }]);
  });
});

describe('the directory', () => {
  test('finds an entry by words from anywhere in it', () => {
    const of = entry({ court: 'Almaly district court', hall: '12', host: '10.0.0.1', port: 47_100 });
    for (const text of ['', '  ', 'ALMALY 12', 'court 10.0.0', '47100']) expect(isFoundBy(of, text)).toBe(true);
    expect(isFoundBy(of, 'almaly 13')).toBe(false);
  });

  test('stands by court and then by the number of the hall', () => {
    const halls = ['10', '2', '1'].map((hall) => entry({ hall }, hall));
    expect(inOrder([...halls, entry({ court: 'A' }, 'a')]).map(({ entryId }) => entryId)).toEqual([
      'a',
      '1',
      '2',
      '10',
    ]);
    expect(entryKey({ court: 'A b', hall: '1' })).toBe(entryKey({ court: ' a  B', hall: '1 ' }));
  });
});
