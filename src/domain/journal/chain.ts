import { canonicalJson } from './canonical-json.ts';
import type { Author, JournalEntry, JournalHead, JournalKind, JournalNote } from './entries.ts';

/** SHA-256 of a UTF-8 text, lower-case hex; given from outside because the domain has no crypto. */
export type Sha256Hex = (text: string) => string;
/** UTF-8 to text without losing a byte-order mark; given from outside for the same reason. */
export type DecodeUtf8 = (bytes: Uint8Array) => string;

/** `prev` of the first entry. */
export const chainStart = '0'.repeat(64);

/** The next entry of a journal whose last entry is `last`. */
export function sealEntry(
  last: Readonly<{ n: number; hash: string }> | null,
  wallMs: number,
  author: Author,
  note: JournalNote,
  sha256: Sha256Hex,
): JournalEntry {
  const open = {
    n: (last?.n ?? 0) + 1,
    wallMs,
    author,
    kind: note.kind,
    body: note.body,
    prev: last?.hash ?? chainStart,
  };
  return { ...open, hash: sha256(canonicalJson(open)) } as JournalEntry;
}

/** An entry as a line of journal.jsonl, with its LF. */
export function entryLine(entry: JournalEntry): string {
  return `${canonicalJson(entry)}\n`;
}

/** The hash that an entry should have by its content. */
export function entryHash(entry: JournalEntry, sha256: Sha256Hex): string {
  const { hash: _, ...open } = entry;
  return sha256(canonicalJson(open));
}

/**
 * The same, from the entry's canonical line, which is it with its hash among the keys: a journal of hours has tens of thousands.
 * No key behind `hash` is written with it in clear, so its last place is its own.
 */
function hashOfLine(line: string, { hash }: JournalEntry, sha256: Sha256Hex): string {
  const own = `"hash":${JSON.stringify(hash)},`;
  const at = line.lastIndexOf(own);
  return sha256(line.slice(0, at) + line.slice(at + own.length));
}

/** What of a head is signed. */
export function headText(head: Omit<JournalHead, 'signature'>): string {
  const { formatVersion, hearingId, count, hash, signedAtMs, keyId } = head;
  return canonicalJson({ formatVersion, hearingId, count, hash, signedAtMs, keyId });
}

/** One line of a journal as it was found; [fromByte, toByte) without its LF. */
export type JournalLine = Readonly<{
  fromByte: number;
  toByte: number;
  /** Null where the line is no entry at all. */
  entry: JournalEntry | null;
  /** The entry's own hash fits its content and every byte of the line is as it is written (canonical JSON). */
  isSealed: boolean;
  /** False only for a last line that a torn write left. */
  hasEnd: boolean;
}>;

/** Cuts a journal into lines and checks each by itself. */
export function readJournalLines(bytes: Uint8Array, sha256: Sha256Hex, decode: DecodeUtf8): readonly JournalLine[] {
  const lines: JournalLine[] = [];
  let fromByte = 0;
  while (fromByte < bytes.length) {
    const newline = bytes.indexOf(0x0a, fromByte);
    const toByte = newline < 0 ? bytes.length : newline;
    const text = decode(bytes.subarray(fromByte, toByte));
    const entry = parseEntry(text);
    const isSealed = entry !== null && canonicalJson(entry) === text && hashOfLine(text, entry, sha256) === entry.hash;
    lines.push({ fromByte, toByte, entry, isSealed, hasEnd: newline >= 0 });
    fromByte = toByte + 1;
  }
  return lines;
}

/** A last line that is no whole entry: what a write left that the power cut short. Null when the journal ends well. */
export function tornTail(lines: readonly JournalLine[]): JournalLine | null {
  const last = lines.at(-1);
  if (last === undefined) return null;
  const isTorn = last.entry === null || (!last.hasEnd && !last.isSealed);
  return isTorn ? last : null;
}

const machineNotes: readonly JournalKind[] = [
  'segment.admitted',
  'track.opened',
  'track.closed',
  'gap.found',
  'alarm.raised',
  'alarm.cleared',
];

/**
 * What the hall notes of itself may come faster than heads are signed, most of all when a PC is in trouble; an act of a
 * person is under the head as soon as it is noted.
 */
export function isSignedLater({ kind, author }: Pick<JournalEntry, 'kind' | 'author'>): boolean {
  return author.role === 'system' && machineNotes.includes(kind);
}

/** n, wallMs, author, kind, body, prev, hash. */
const entryKeys = 7;

function parseEntry(line: string): JournalEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const entry = value as Partial<Record<keyof JournalEntry, unknown>>;
  const isShaped =
    Object.keys(value).length === entryKeys &&
    Number.isSafeInteger(entry.n) &&
    typeof entry.wallMs === 'number' &&
    typeof entry.kind === 'string' &&
    typeof entry.body === 'object' &&
    entry.body !== null &&
    typeof entry.author === 'object' &&
    entry.author !== null &&
    typeof entry.prev === 'string' &&
    typeof entry.hash === 'string';
  return isShaped ? (value as JournalEntry) : null;
}
