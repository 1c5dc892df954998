import type { HearingId } from '../ids.ts';
import {
  chainStart,
  entryHash,
  headText,
  isSignedLater,
  readJournalLines,
  tornTail,
  type DecodeUtf8,
  type JournalLine,
  type Sha256Hex,
} from './chain.ts';
import type { JournalEntry, JournalHead } from './entries.ts';

/** A hurt place of a journal; `entry` is the number of the entry, null where it cannot be told. */
export type ChainFinding = Readonly<{
  what: 'entry-edited' | 'entry-removed' | 'extra' | 'tail-cut' | 'head-missing' | 'head-forged' | 'unreadable';
  entry: number | null;
  /** Where in journal.jsonl; null where nothing lies. */
  fromByte: number | null;
  toByte: number | null;
}>;

export type ChainReport = Readonly<{
  /** The entries that are as they were written, in order. */
  entries: readonly JournalEntry[];
  findings: readonly ChainFinding[];
  /** Entries under a good signature; 0 without one. */
  signedCount: number;
  /** Start of a torn last line, which is no damage. */
  tornFromByte: number | null;
  /** The last line is whole but its LF was not written. */
  lacksEnd: boolean;
}>;

export type ChainOrder = Readonly<{
  hearingId: HearingId;
  journal: Uint8Array;
  /** Text of head.json; null when it is not there. */
  head: string | null;
  sha256: Sha256Hex;
  decode: DecodeUtf8;
  /** Whether the hall's key `keyId` signed the text. */
  verify(keyId: string, text: string, signature: string): boolean;
  /** Hashes of entries 1, 2, 3 … as another witness (the index) saw them; names the entry where a forger made the whole chain anew. */
  witness?: readonly string[];
}>;

/**
 * Checks a journal's lines, chain and head and names the places that are hurt: one finding a tampering, not one a
 * consequence. Reads nothing itself.
 */
export function checkChain(order: ChainOrder): ChainReport {
  const all = readJournalLines(order.journal, order.sha256, order.decode);
  const head = readHead(order);
  const torn = tornTail(all);
  // A line that the head counts was whole once: it is hurt, not torn.
  const isTorn = torn !== null && (head.signed === null || lastNumber(all) >= head.signed.count);
  const lines = isTorn ? all.slice(0, -1) : all;
  const findings = checkLines(lines);
  const entries = lines.filter((line) => line.isSealed).map((line) => line.entry as JournalEntry);
  // Between the very first entry and its head a crash may lie.
  const isNewborn = head.finding?.what === 'head-missing' && lines.length <= 1;
  if (head.finding !== null && !isNewborn) findings.push(head.finding);
  if (head.signed !== null) findings.push(...checkHead(lines, head.signed, findings, order));
  return {
    entries,
    findings,
    signedCount: head.signed?.count ?? 0,
    tornFromByte: isTorn ? torn.fromByte : null,
    lacksEnd: !isTorn && lines.at(-1)?.hasEnd === false,
  };
}

/** Number of the last line that tells its number; lines behind it count on. */
function lastNumber(lines: readonly JournalLine[]): number {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const entry = lines[at]?.entry;
    if (entry !== undefined && entry !== null) return entry.n;
  }
  return 0;
}

function checkLines(lines: readonly JournalLine[]): ChainFinding[] {
  const findings: ChainFinding[] = [];
  let expected = 1;
  let before: Readonly<{ hash: string; line: JournalLine; isSealed: boolean }> | null = null;
  for (const line of lines) {
    const { entry } = line;
    if (entry === null || (!line.isSealed && entry.n !== expected)) {
      findings.push(at(line, 'entry-edited', expected));
      before = null;
      expected += 1;
      continue;
    }
    if (entry.n < expected) {
      findings.push(at(line, 'extra', entry.n));
      continue;
    }
    const isFirst = expected === 1 && entry.n === 1;
    for (let missing = expected; missing < Math.min(entry.n, expected + 20); missing += 1) {
      findings.push({ what: 'entry-removed', entry: missing, fromByte: line.fromByte, toByte: line.fromByte });
    }
    const hasHole = entry.n !== expected;
    if (!line.isSealed) findings.push(at(line, 'entry-edited', entry.n));
    else if (
      isFirst ? entry.prev !== chainStart : !hasHole && before?.isSealed === true && entry.prev !== before.hash
    ) {
      // Both are whole in themselves; the later one remembers what the earlier one was.
      const blamed = before?.line ?? line;
      findings.push(at(blamed, 'entry-edited', isFirst ? 1 : entry.n - 1));
    }
    before = { hash: entry.hash, line, isSealed: line.isSealed };
    expected = entry.n + 1;
  }
  return findings;

  function at(line: JournalLine, what: ChainFinding['what'], entry: number): ChainFinding {
    return { what, entry, fromByte: line.fromByte, toByte: line.toByte };
  }
}

function readHead(order: ChainOrder): { signed: JournalHead | null; finding: ChainFinding | null } {
  const nowhere = { entry: null, fromByte: null, toByte: null };
  if (order.head === null) return { signed: null, finding: { what: 'head-missing', ...nowhere } };
  const forged = { signed: null, finding: { what: 'head-forged', ...nowhere } } as const;
  try {
    const head = JSON.parse(order.head) as JournalHead;
    const isOurs =
      (head.formatVersion as number) === 1 &&
      head.hearingId === order.hearingId &&
      Number.isSafeInteger(head.count) &&
      `${JSON.stringify(head)}\n` === order.head &&
      order.verify(head.keyId, headText(head), head.signature);
    return isOurs ? { signed: head, finding: null } : forged;
  } catch {
    return forged;
  }
}

/** What the head tells beyond the lines: a cut tail, a chain made anew, entries that nobody signed. */
function checkHead(
  lines: readonly JournalLine[],
  head: JournalHead,
  earlier: readonly ChainFinding[],
  order: ChainOrder,
): ChainFinding[] {
  const last = lastNumber(lines);
  const signed = lines.find((line) => line.entry?.n === head.count);
  const isAgreed = signed?.entry?.hash === head.hash;
  if (!isAgreed && earlier.length === 0) {
    const places = compareWithWitness(lines, head, order);
    if (places.length > 0) return places;
  }
  if (last < head.count) {
    // A hurt last line may have lost its number: it is named already.
    const unnumbered = lines.length - lines.findLastIndex((line) => line.entry !== null) - 1;
    if (last + unnumbered >= head.count) return [];
    return [
      { what: 'tail-cut', entry: last + unnumbered + 1, fromByte: order.journal.length, toByte: order.journal.length },
    ];
  }
  if (!isAgreed)
    return earlier.length > 0
      ? []
      : [{ what: 'entry-edited', entry: null, fromByte: 0, toByte: signed?.toByte ?? order.journal.length }];
  const unsigned = lines.filter((line) => line.entry !== null && line.entry.n > head.count);
  // The head may be behind by what the hall noted of itself and by the one act that was just being noted.
  const strange = unsigned.findIndex(
    (line, index) => index < unsigned.length - 1 && !isSignedLater(line.entry as JournalEntry),
  );
  const first = unsigned[strange];
  if (strange < 0 || first === undefined) return [];
  return [{ what: 'extra', entry: first.entry?.n ?? null, fromByte: first.fromByte, toByte: first.toByte }];
}

/**
 * The chain is whole but is not the one that was signed: a forger made it anew, so every hash behind the edit
 * differs. The witness's hash before an entry and its own content tell whether that entry itself was changed.
 */
function compareWithWitness(lines: readonly JournalLine[], head: JournalHead, order: ChainOrder): ChainFinding[] {
  const { witness } = order;
  if (witness === undefined || witness.length < head.count || witness[head.count - 1] !== head.hash) return [];
  const findings: ChainFinding[] = [];
  let removed = 0;
  for (const line of lines) {
    const { entry } = line;
    if (entry === null) continue;
    const shift = [0, 1, 2, 3].find((more) => isWitnessed(entry, entry.n + removed + more, witness, order.sha256));
    if (shift === undefined) {
      findings.push({ what: 'entry-edited', entry: entry.n + removed, fromByte: line.fromByte, toByte: line.toByte });
      continue;
    }
    for (let more = 0; more < shift; more += 1) {
      findings.push({
        what: 'entry-removed',
        entry: entry.n + removed + more,
        fromByte: line.fromByte,
        toByte: line.fromByte,
      });
    }
    removed += shift;
  }
  const kept = lastNumber(lines) + removed;
  if (kept < head.count)
    findings.push({ what: 'tail-cut', entry: kept + 1, fromByte: order.journal.length, toByte: order.journal.length });
  return findings;
}

function isWitnessed(entry: JournalEntry, n: number, witness: readonly string[], sha256: Sha256Hex): boolean {
  const prev = n === 1 ? chainStart : witness[n - 2];
  if (prev === undefined || n > witness.length) return false;
  return entryHash({ ...entry, n, prev }, sha256) === witness[n - 1];
}
