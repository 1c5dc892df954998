import { createHash } from 'node:crypto';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { foldHearing, type HearingView } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import { checkChain, type ChainReport } from '#domain/journal/check-chain.ts';
import { entryLine, headText, isSignedLater, sealEntry, type Sha256Hex } from '#domain/journal/chain.ts';
import type { Author, JournalEntry, JournalHead, JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { AppendFile, removeLeftovers, writeFileAtomically, type Clock, type Log } from '../plumbing/index.ts';

const headDelayMs = 800;
/** What gathers while the disk is waited for goes to it in one write. */
const largestBatch = 64;
/** What may be noted soon waits so long for others, unless something is noted now. */
const gathersForMs = 400;
const sha256: Sha256Hex = (text) => createHash('sha256').update(text).digest('hex');

/** The hall's key, as far as a journal needs it. */
export type HeadSigner = Readonly<{
  keyId: string;
  sign(bytes: Uint8Array): string;
  verify(keyId: string, bytes: Uint8Array, signature: string): boolean;
}>;

const unread: ChainReport = { entries: [], findings: [], signedCount: 0, tornFromByte: null, lacksEnd: false };

type Pending = Readonly<{
  author: Author;
  note: JournalNote;
  settle(noted: Outcome<JournalEntry>): void;
  /** A bug: the view cannot take this note. */
  fail(bug: unknown): void;
}>;

export type HearingJournalOrder = Readonly<{
  hearingId: HearingId;
  folder: string;
  keys: HeadSigner;
  clock: Clock;
  log: Log;
  onNoted(hearingId: HearingId, entries: readonly JournalEntry[]): void;
}>;

/** One hearing's journal, open for appending. */
export class HearingJournal {
  readonly hearingId: HearingId;
  readonly folder: string;
  /** Why it takes no further entry; null for a sound journal. */
  readonly damage: string | null;
  view: HearingView | null = null;
  readonly #order: HearingJournalOrder;
  /** Null while the journal is hurt: nothing is ever written there. */
  readonly #file: AppendFile | null;
  #last: Readonly<{ n: number; hash: string }> | null = null;
  #signedCount: number;
  /** An act stands without a head over it: nothing may follow it, or it would look like an entry by another hand. */
  #hasUnsignedAct = false;
  readonly #pending: Pending[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #headTimer: NodeJS.Timeout | null = null;
  #gatherTimer: NodeJS.Timeout | null = null;

  private constructor(order: HearingJournalOrder, file: AppendFile | null, report: ChainReport, damage: string | null) {
    this.#order = order;
    this.hearingId = order.hearingId;
    this.folder = order.folder;
    this.#file = file;
    this.#signedCount = report.signedCount;
    this.damage = damage ?? this.#foldAll(report.entries);
  }

  /** Reads and checks the journal, cuts a torn last line off and signs what a crash left unsigned. Never throws: what cannot be read is damaged. */
  static async open(order: HearingJournalOrder): Promise<HearingJournal> {
    try {
      return await HearingJournal.#openSound(order);
    } catch (error) {
      return new HearingJournal(order, null, unread, String(error));
    }
  }

  static async #openSound(order: HearingJournalOrder): Promise<HearingJournal> {
    const file = path.join(order.folder, 'journal.jsonl');
    removeLeftovers(order.folder);
    const bytes = existsSync(file) ? readFileSync(file) : new Uint8Array(0);
    const report = checkChain({
      hearingId: order.hearingId,
      journal: bytes,
      head: readText(path.join(order.folder, 'head.json')),
      sha256,
      decode: (line) => Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'),
      verify: (keyId, text, signature) => order.keys.verify(keyId, Buffer.from(text), signature),
    });
    const [worst] = report.findings;
    if (worst !== undefined) return new HearingJournal(order, null, report, `${worst.what} ${String(worst.entry)}`);
    if (report.tornFromByte !== null) {
      truncateSync(file, report.tornFromByte);
      order.log.warn({ hearingId: order.hearingId, cutBytes: bytes.length - report.tornFromByte }, 'journal-tail-cut');
    }
    const appendFile = await AppendFile.open(file);
    if (report.lacksEnd) await appendFile.append(Buffer.from('\n'));
    const journal = new HearingJournal(order, appendFile, report, null);
    if (journal.#last !== null && journal.#last.n > report.signedCount) await journal.#signHead();
    return journal;
  }

  /** Appends one entry. `soon`: with what else is noted in the next moments, in one write; nothing later overtakes it. */
  note(author: Author, note: JournalNote, when: 'now' | 'soon' = 'now'): Promise<Outcome<JournalEntry>> {
    return new Promise((settle, fail) => {
      this.#pending.push({ author, note, settle, fail });
      if (when === 'now') this.#drainNow();
      else this.#gatherTimer ??= setTimeout(() => this.#drainNow(), gathersForMs);
    });
  }

  #drainNow(): void {
    if (this.#gatherTimer !== null) clearTimeout(this.#gatherTimer);
    this.#gatherTimer = null;
    this.#queue = this.#queue.then(() => this.#drain());
  }

  /** Waits for what was asked so far and signs the head. */
  async settle(): Promise<void> {
    this.#drainNow();
    const settled = this.#queue.then(() => this.#signHead());
    this.#queue = settled;
    await settled;
  }

  async close(): Promise<void> {
    await this.settle();
    await this.#file?.close();
  }

  async #drain(): Promise<void> {
    while (this.#pending.length > 0) await this.#appendSome();
  }

  /** Appends what waits, up to the first act: that is under a head before anything follows it. */
  async #appendSome(): Promise<void> {
    const refuse = (file: string): Outcome<JournalEntry> =>
      failed(fault('archive.unwritable', { path: path.join(this.folder, file) }));
    if (this.damage === null && this.#hasUnsignedAct) await this.#signHead();
    const firstAct = this.#pending.findIndex(({ note, author }) => !isSignedLater({ kind: note.kind, author }));
    const most = Math.min(firstAct < 0 ? this.#pending.length : firstAct + 1, largestBatch);
    const taken = this.#pending.splice(0, most);
    if (this.damage !== null || this.#file === null || this.#hasUnsignedAct) {
      const why = this.damage !== null ? failed(fault('archive.damaged', { places: 1 })) : refuse('head.json');
      for (const { settle } of taken) settle(why);
      return;
    }
    const written: { entry: JournalEntry; settle: Pending['settle'] }[] = [];
    let view = this.view;
    let last = this.#last;
    for (const { author, note, settle, fail } of taken) {
      // Folding first: an entry that the view cannot take is a bug, must not reach the file and refuses no other.
      try {
        const entry = sealEntry(last, this.#order.clock.wallMs(), author, note, sha256);
        view = foldHearing(view, entry);
        last = entry;
        written.push({ entry, settle });
      } catch (bug) {
        fail(bug);
      }
    }
    if (view === null || last === null || written.length === 0) return;
    try {
      await this.#file.append(Buffer.from(written.map(({ entry }) => entryLine(entry)).join('')));
    } catch (error) {
      this.#order.log.error({ hearingId: this.hearingId, error: String(error) }, 'journal-append-failed');
      for (const { settle } of written) settle(refuse('journal.jsonl'));
      return;
    }
    this.#last = { n: last.n, hash: last.hash };
    this.view = view;
    const entries = written.map(({ entry }) => entry);
    this.#order.onNoted(this.hearingId, entries);
    if (entries.every((entry) => isSignedLater(entry))) this.#signSoon();
    else {
      this.#hasUnsignedAct = true;
      await this.#signHead();
    }
    for (const { entry, settle } of written) settle(done(entry));
  }

  #signSoon(): void {
    if (this.#headTimer !== null) return;
    this.#headTimer = setTimeout(() => {
      this.#queue = this.#queue.then(() => this.#signHead());
    }, headDelayMs);
  }

  /** The entry itself is safe already: a head that cannot be written now is tried again, not a failure of the note. */
  async #signHead(): Promise<void> {
    if (this.#headTimer !== null) clearTimeout(this.#headTimer);
    this.#headTimer = null;
    if (this.damage !== null || this.#last === null || this.#last.n === this.#signedCount) return;
    const { n, hash } = this.#last;
    const { keys, clock } = this.#order;
    const open = {
      formatVersion: 1,
      hearingId: this.hearingId,
      count: n,
      hash,
      signedAtMs: clock.wallMs(),
      keyId: keys.keyId,
    } as const;
    const head: JournalHead = { ...open, signature: keys.sign(Buffer.from(headText(open))) };
    try {
      await writeFileAtomically(path.join(this.folder, 'head.json'), `${JSON.stringify(head)}\n`);
      this.#signedCount = n;
      this.#hasUnsignedAct = false;
    } catch (error) {
      this.#order.log.error({ hearingId: this.hearingId, error: String(error) }, 'head-write-failed');
      this.#signSoon();
    }
  }

  /** What is wrong with the entries' meaning, if anything: a journal by another hand may be chained and yet make no sense. */
  #foldAll(entries: readonly JournalEntry[]): string | null {
    try {
      for (const entry of entries) {
        this.view = foldHearing(this.view, entry);
        this.#last = { n: entry.n, hash: entry.hash };
      }
    } catch (error) {
      return `meaningless: ${String(error)}`;
    }
    return this.view === null || this.view.hearingId === this.hearingId ? null : 'another hearing';
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
