import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { HearingCard } from '#domain/hearing/card.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import type { Author, JournalEntry, JournalNote } from '#domain/journal/entries.ts';
import { hearingFolderName, hearingIdOfFolder } from '#domain/journal/hearing-folder.ts';
import { done, failed, invariant, type Outcome } from '#domain/outcome.ts';
import type { Clock, Log } from '../plumbing/index.ts';
import { HearingJournal, type HeadSigner } from './hearing-journal.ts';

export type Journals = Readonly<{
  /** Makes the hearing's folder and its first entry. */
  plan(card: HearingCard, training: boolean, author: Author): Promise<Outcome<HearingId>>;
  /** Appends one entry, durable when it resolves; notes of one hearing are taken one after another. Refuses `hearing.unknown`, `archive.damaged`; fails `archive.unwritable`. */
  note(
    hearingId: HearingId,
    author: Author,
    note: JournalNote,
    /** `soon`: together with others, within half a second; what a crash takes of it the next start must find by itself. */
    when?: 'now' | 'soon',
  ): Promise<Outcome<JournalEntry>>;
  /** Undefined for an unknown hearing, and for one whose journal does not even say what hearing it is. */
  view(hearingId: HearingId): HearingView | undefined;
  ids(): readonly HearingId[];
  /** Hearings whose journal was not whole when it was opened: readable, but closed for new entries. */
  damagedIds(): readonly HearingId[];
  folderOf(hearingId: HearingId): string;
  /** Waits until every head is signed and written. */
  settle(): Promise<void>;
  close(): Promise<void>;
}>;

type Order = Readonly<{
  archiveFolder: string;
  keys: HeadSigner;
  clock: Clock;
  log: Log;
  /** Called in the order of entries, right after each is durable and before `note` resolves. */
  onNoted(hearingId: HearingId, entries: readonly JournalEntry[]): void;
}>;

/** Opens every journal found in the archive folder. Throws only when the archive folder itself cannot be made or read. */
export async function openJournals(order: Order): Promise<Journals> {
  const { archiveFolder, clock, log } = order;
  mkdirSync(archiveFolder, { recursive: true });
  const journals = new Map<HearingId, HearingJournal>();
  for (const name of readdirSync(archiveFolder).sort()) {
    const hearingId = hearingIdOfFolder(name);
    if (hearingId === null) continue;
    const journal = await HearingJournal.open({ ...order, hearingId, folder: path.join(archiveFolder, name) });
    journals.set(hearingId, journal);
    if (journal.damage !== null) log.error({ hearingId, damage: journal.damage }, 'journal-damaged');
  }

  return {
    plan: async (card, training, author) => {
      const hearingId = randomUUID() as HearingId;
      const folder = path.join(archiveFolder, hearingFolderName(hearingId, clock.wallMs()));
      try {
        mkdirSync(path.join(folder, 'tracks'), { recursive: true });
      } catch (error) {
        log.error({ error: String(error) }, 'hearing-folder-failed');
        return failed(fault('archive.unwritable', { path: folder }));
      }
      const journal = await HearingJournal.open({ ...order, hearingId, folder });
      if (journal.damage !== null) {
        log.error({ error: journal.damage }, 'hearing-folder-failed');
        return failed(fault('archive.unwritable', { path: folder }));
      }
      journals.set(hearingId, journal);
      const planned = await journal.note(author, { kind: 'hearing.planned', body: { hearingId, card, training } });
      return planned.ok ? done(hearingId) : planned;
    },
    note: async (hearingId, author, note, when) => {
      const journal = journals.get(hearingId);
      return journal === undefined ? failed(fault('hearing.unknown', {})) : await journal.note(author, note, when);
    },
    view: (hearingId) => journals.get(hearingId)?.view ?? undefined,
    ids: () => [...journals.keys()],
    damagedIds: () =>
      [...journals.values()].filter((journal) => journal.damage !== null).map((journal) => journal.hearingId),
    folderOf: (hearingId) => requireJournal(hearingId).folder,
    settle: async () => {
      await Promise.all([...journals.values()].map((journal) => journal.settle()));
    },
    close: async () => {
      await Promise.all([...journals.values()].map((journal) => journal.close()));
    },
  };

  function requireJournal(hearingId: HearingId): HearingJournal {
    const journal = journals.get(hearingId);
    invariant(journal !== undefined, 'only a known hearing has a journal');
    return journal;
  }
}
