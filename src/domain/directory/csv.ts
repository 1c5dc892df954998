/** A row of a sheet; `line` is the number of its first line in the file, from 1. */
export type CsvRow = Readonly<{
  line: number;
  cells: readonly string[];
  /** A quote was opened and never closed. */ isTorn: boolean;
}>;

const bom = '\uFEFF';
const separators = [';', ',', '\t'] as const;

/** Excel's own first line that names the separator. */
const namedSeparator = /^sep=(.)(?:\r\n|\r|\n|$)/i;

function separatorOf(text: string): string {
  const head = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0] ?? '';
  const bare = head.replace(/"(?:[^"]|"")*"/g, '');
  const counted = separators.map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.reduce((most, each) => (each.count > most.count ? each : most)).separator;
}

/**
 * Reads a sheet (RFC 4180) as spreadsheets write it: with or without a byte order mark, separated by `;`, `,` or tabs as its
 * first row is, with any line ends, quotes doubled within quotes. Rows without a word are left out.
 */
export function readCsv(file: string): readonly CsvRow[] {
  const text = file.startsWith(bom) ? file.slice(1) : file;
  const named = namedSeparator.exec(text);
  const separator = named?.[1] ?? separatorOf(text);
  const rows: CsvRow[] = [];
  let at = named?.[0].length ?? 0;
  let line = named === null ? 1 : 2;
  while (at < text.length) {
    const row = readRow(text, at, separator);
    // A quote that is never closed would swallow all rows that follow: only its own line is given up.
    const end = row.isTorn ? lineEnd(text, at) : row.end;
    const cells = row.isTorn ? [text.slice(at, end).trim()] : row.cells;
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells, isTorn: row.isTorn });
    line += text.slice(at, end).split(/\r\n|\r|\n/).length - 1;
    at = end;
  }
  return rows;
}

function lineEnd(text: string, from: number): number {
  const end = /\r\n|\r|\n/.exec(text.slice(from));
  return end === null ? text.length : from + end.index + end[0].length;
}

function readRow(
  text: string,
  from: number,
  separator: string,
): Readonly<{ cells: readonly string[]; end: number; isTorn: boolean }> {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let at = from;
  for (; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += sign;
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\r' || sign === '\n') {
      at += sign === '\r' && text[at + 1] === '\n' ? 2 : 1;
      break;
    } else cell += sign;
  }
  cells.push(cell);
  return { cells, end: at, isTorn: isQuoted };
}

/** What a spreadsheet would take for a formula; an apostrophe before it makes it text. */
const formula = /^'*[=+\-@\t\r]/;

/** A cell's words as a sheet of ours keeps them, so that no spreadsheet runs them. */
export function asText(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

/** The words that were written by `asText`. */
export function fromText(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** A sheet that spreadsheets open with its letters right: byte order mark, CRLF, quotes where they are needed (RFC 4180). */
export function writeCsv(rows: readonly (readonly string[])[], separator: ';' | ','): string {
  const quoted = (cell: string): string =>
    /[";,\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return bom + rows.map((cells) => `${cells.map((cell) => quoted(asText(cell))).join(separator)}\r\n`).join('');
}
