import { fromText, readCsv, writeCsv, type CsvRow } from './csv.ts';
import {
  directoryRules,
  entryKey,
  institutionKinds,
  isHost,
  isPort,
  type DirectoryEntry,
  type EntryDraft,
  type InstitutionKind,
} from './entry.ts';

export const directoryColumns = ['court', 'hall', 'kind', 'host', 'port', 'support', 'note'] as const;
export type DirectoryColumn = (typeof directoryColumns)[number];

/** How columns and kinds are called: in one language to write them, in all of them to read them. */
export type SheetWords = Readonly<{
  column: Readonly<Record<DirectoryColumn, readonly string[]>>;
  kind: Readonly<Record<InstitutionKind, readonly string[]>>;
}>;

/** Why a row is not taken; words under `directory.bad.<reason>`. */
export const badRowReasons = ['torn', 'columns', 'court', 'kind', 'host', 'port', 'too-long', 'too-many'] as const;
export type BadRowReason = (typeof badRowReasons)[number];
export type BadRow = Readonly<{ line: number; reason: BadRowReason; words: string }>;

/** What an import would make of one court and hall. `lines`: all rows of the file that speak of it; `was`: as it is known now. */
export type PlannedEntry = Readonly<{
  lines: readonly number[];
  what: 'new' | 'changed' | 'same';
  entry: EntryDraft;
  was: DirectoryEntry | null;
}>;
export type ImportPlan = Readonly<{
  planned: readonly PlannedEntry[];
  bad: readonly BadRow[];
  /** Columns that mean nothing here; what stands in them is not taken. */
  unknownColumns: readonly string[];
}>;

const folded = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** The sheet of these entries, for a spreadsheet in one language: Excel takes the separator from the language of its system. */
export function writeSheet(entries: readonly DirectoryEntry[], words: SheetWords, separator: ';' | ','): string {
  const rows = entries.map((entry) =>
    directoryColumns.map((column) => {
      if (column === 'kind') return words.kind[entry.kind][0] ?? entry.kind;
      return String(entry[column] ?? '');
    }),
  );
  return writeCsv([directoryColumns.map((column) => words.column[column][0] ?? column), ...rows], separator);
}

/** What a person finds the row by: its cells that are not empty. */
function wordsOf(cells: readonly string[]): string {
  return cells
    .filter((cell) => cell.trim() !== '')
    .join(' · ')
    .slice(0, 100);
}

/**
 * What a sheet would change in the directory; changes nothing. An empty cell keeps what is known. Null where the first row
 * does not name the court's column, and for a sheet of more rows than any directory of courts has.
 */
export function planImport(file: string, known: readonly DirectoryEntry[], words: SheetWords): ImportPlan | null {
  const [head, ...rows] = readCsv(file);
  const columns = (head?.cells ?? []).map((cell) =>
    directoryColumns.find((column) => [column, ...words.column[column]].some((name) => folded(name) === folded(cell))),
  );
  if (!columns.includes('court') || rows.length > directoryRules.mostRows) return null;
  const unknownColumns = (head?.cells ?? []).filter(
    (cell, index) => columns[index] === undefined && cell.trim() !== '',
  );
  const before = new Map(known.map((entry) => [entryKey(entry), entry]));
  const planned = new Map<string, PlannedEntry>();
  const bad: BadRow[] = [];
  let left = directoryRules.mostEntries - known.length;
  for (const row of rows) {
    const read = readEntry(row, columns, words);
    if (typeof read === 'string') {
      bad.push({ line: row.line, reason: read, words: wordsOf(row.cells) });
      continue;
    }
    const key = entryKey(read);
    const was = before.get(key) ?? null;
    const earlier = planned.get(key);
    if (earlier === undefined && was === null && left <= 0) {
      bad.push({ line: row.line, reason: 'too-many', words: wordsOf(row.cells) });
      continue;
    }
    if (earlier === undefined && was === null) left -= 1;
    const entry = filledIn(earlier?.entry ?? was, read);
    const what = was === null ? 'new' : isSame(was, entry) ? 'same' : 'changed';
    planned.set(key, { lines: [...(earlier?.lines ?? []), row.line], what, entry, was });
  }
  return { planned: [...planned.values()], bad, unknownColumns };
}

/** Of a row only what it says; a kind or address that it does not tell is undefined. */
type ReadEntry = Omit<EntryDraft, 'kind' | 'port'> & Readonly<{ kind: InstitutionKind | null; port: number | null }>;

function filledIn(base: EntryDraft | null, read: ReadEntry): EntryDraft {
  // The name stays as it is known: only its letters' size or its spaces can differ.
  const { court, hall } = base ?? read;
  return {
    court,
    hall,
    kind: read.kind ?? base?.kind ?? 'court',
    host: read.host || (base?.host ?? ''),
    port: read.port ?? base?.port ?? null,
    support: read.support || (base?.support ?? ''),
    note: read.note || (base?.note ?? ''),
  };
}

function isSame(one: EntryDraft, other: EntryDraft): boolean {
  return directoryColumns.every((column) => one[column] === other[column]);
}

function readEntry(
  { cells, isTorn }: CsvRow,
  columns: readonly (DirectoryColumn | undefined)[],
  words: SheetWords,
): ReadEntry | BadRowReason {
  if (isTorn) return 'torn';
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) return 'columns';
  const cellOf = (column: DirectoryColumn): string => {
    const cell = cells[columns.indexOf(column)];
    return columns.includes(column) && cell !== undefined ? fromText(cell.trim()).replace(/\s+/g, ' ') : '';
  };
  const [court, hall, support, note] = [cellOf('court'), cellOf('hall'), cellOf('support'), cellOf('note')];
  if (court === '') return 'court';
  if ([court, hall, support, note].some((text) => text.length > directoryRules.longestWords)) return 'too-long';
  const kindWords = cellOf('kind');
  const kind = institutionKinds.find((each) =>
    [each, ...words.kind[each]].some((name) => folded(name) === folded(kindWords)),
  );
  if (kindWords !== '' && kind === undefined) return 'kind';
  const address = readAddress(cellOf('host'), cellOf('port'));
  if (typeof address === 'string') return address;
  return { court, hall, support, note, kind: kind ?? null, ...address };
}

/** A host, or host and port in one cell: `10.0.0.1:47100`, `[fd00::1]:47100`. */
function readAddress(
  hostCell: string,
  portCell: string,
): Readonly<{ host: string; port: number | null }> | 'host' | 'port' {
  const both = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(hostCell);
  const host = (both?.[1] ?? both?.[2] ?? hostCell).replace(/^\[(.+)\]$/, '$1');
  if (host !== '' && !isHost(host)) return 'host';
  if (both !== null && portCell !== '' && portCell !== both[3]) return 'port';
  const portWords = portCell === '' ? (both?.[3] ?? '') : portCell;
  if (portWords === '') return { host, port: null };
  const port = /^\d{1,5}$/.test(portWords) ? Number(portWords) : 0;
  return isPort(port) ? { host, port } : 'port';
}
