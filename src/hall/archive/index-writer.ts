import Database, { type Statement } from 'better-sqlite3';
import type { HearingId } from '#domain/ids.ts';
import type { JournalEntry } from '#domain/journal/entries.ts';
import type { IndexFile } from './index-file.ts';
import {
  hearingFolders,
  readJournalFile,
  readLastEntry,
  type HeadVerifier,
  type HearingFolder,
} from './journal-file.ts';
import { rowChanges, type RowChange } from './projection.ts';

type Cell = string | number | null;
/** The tables in the order in which they may be filled; emptied the other way round. */
export const tables = [
  'hearings',
  'case_numbers',
  'marks',
  'pauses',
  'closed_sessions',
  'tracks',
  'epochs',
  'segments',
  'gaps',
  'entries',
] as const;

/** Writes journal entries into an index. */
export type IndexWriter = Readonly<{
  /** All of them in one transaction. */
  project(hearingId: HearingId, entries: readonly JournalEntry[]): void;
  /** Reads one hearing's journal anew and replaces all its rows. */
  replay(hearing: HearingFolder): void;
  /** Lists a hearing as damaged whose journal was found hurt. */
  markDamaged(hearingId: HearingId): void;
  /** Replays the hearings whose last entry is not the one that the index knows; gives how many. */
  catchUp(archiveFolder: string): number;
}>;

export function indexWriter(index: IndexFile, keys: HeadVerifier): IndexWriter {
  const statements = new Map<string, Statement>();
  const apply = (change: RowChange): void => {
    const { sql, cells } = statementOf(change);
    let statement = statements.get(sql);
    if (statement === undefined) statements.set(sql, (statement = index.prepare(sql)));
    statement.run(...cells);
  };
  const project = (hearingId: HearingId, entry: JournalEntry): void => {
    for (const change of rowChanges(hearingId, entry)) apply(change);
  };
  const projectAll = index.transaction((hearingId: HearingId, entries: readonly JournalEntry[]) => {
    for (const entry of entries) project(hearingId, entry);
  });
  const markDamaged = (hearingId: HearingId): void => {
    apply({ do: 'change', table: 'hearings', where: { hearing_id: hearingId }, set: { is_damaged: 1 } });
  };
  const replay = index.transaction((hearing: HearingFolder) => {
    const { hearingId } = hearing;
    const journal = readJournalFile(hearing, keys);
    for (const table of [...tables].reverse())
      index.prepare(`DELETE FROM ${table} WHERE hearing_id = ?`).run(hearingId);
    // Without its first entry nothing of a hearing can be listed; verification still names what is wrong with it.
    if (journal.entries[0]?.kind !== 'hearing.planned') return;
    let isDamaged = journal.findings.length > 0;
    for (const entry of journal.entries) {
      try {
        project(hearingId, entry);
      } catch (error) {
        // What follows a removed entry may refer to what it said. The rest is still shown, as damaged.
        if (!(error instanceof Database.SqliteError) && !(error instanceof TypeError)) throw error;
        isDamaged = true;
      }
    }
    if (isDamaged) markDamaged(hearingId);
  });

  return {
    project: (hearingId, entries) => projectAll.immediate(hearingId, entries),
    replay: (hearing) => replay.immediate(hearing),
    markDamaged,
    catchUp: (archiveFolder) => {
      const known = index.prepare<[string], { entries: number; last_hash: string }>(
        'SELECT entries, last_hash FROM hearings WHERE hearing_id = ?',
      );
      let replayed = 0;
      for (const hearing of hearingFolders(archiveFolder)) {
        const row = known.get(hearing.hearingId);
        const last = readLastEntry(hearing.folder);
        if (row !== undefined && last !== null && row.entries === last.n && row.last_hash === last.hash) continue;
        replayed += 1;
        // The rows of before the damage are the witness that names its place: they are kept.
        if (row !== undefined && readJournalFile(hearing, keys).findings.length > 0) markDamaged(hearing.hearingId);
        else replay.immediate(hearing);
      }
      return replayed;
    },
  };
}

function statementOf(change: RowChange): { sql: string; cells: Cell[] } {
  const setNames = Object.keys(change.set);
  if (change.do === 'change') {
    const whereNames = Object.keys(change.where);
    return {
      sql: `UPDATE ${change.table} SET ${setNames.map((name) => `${name} = ?`).join(', ')} WHERE ${whereNames.map((name) => `${name} IS ?`).join(' AND ')}`,
      cells: [...Object.values(change.set), ...Object.values(change.where)],
    };
  }
  const keyNames = Object.keys(change.key);
  const names = [...keyNames, ...setNames];
  return {
    sql: `INSERT INTO ${change.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (${keyNames.join(', ')}) DO UPDATE SET ${setNames.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    cells: [...Object.values(change.key), ...Object.values(change.set)],
  };
}
