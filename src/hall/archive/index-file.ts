import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/steps.ts';

export type IndexFile = Database.Database;

/** The newest version that this Tarazy knows. */
export const knownVersion = migrations.at(-1)?.version ?? 0;

/** Pages that are kept in memory. The library's own 16 MB would fill over many hours of recording with what is not read again. */
const cacheKb = 2000;

/** Opens the index for writing and brings it forward. Refuses `archive.newer`, fails `archive.index-broken`. */
export function openIndex(file: string): Outcome<IndexFile> {
  return openChecked(
    () => {
      const index = new Database(file);
      index.pragma('journal_mode = WAL');
      index.pragma('synchronous = FULL');
      index.pragma('foreign_keys = ON');
      index.pragma(`cache_size = -${String(cacheKb)}`);
      return index;
    },
    (index) => migrate(index),
  );
}

/** Opens the index for reading, beside a running service; null when there is none or it is older than this Tarazy. Refuses as `openIndex`. */
export function openIndexForReading(file: string): Outcome<IndexFile | null> {
  if (!existsSync(file)) return done(null);
  const opened = openChecked(
    () => new Database(file, { readonly: true, fileMustExist: true }),
    () => {},
  );
  if (!opened.ok || versionOf(opened.value) === knownVersion) return opened;
  opened.value.close();
  return done(null);
}

/** An index that is thrown away at close. */
export function openIndexInMemory(): IndexFile {
  const index = new Database(':memory:');
  index.pragma('foreign_keys = ON');
  migrate(index);
  return index;
}

/** Runs the steps that are still missing, all or none. */
export function migrate(index: IndexFile, steps: readonly Migration[] = migrations): void {
  index
    .transaction(() => {
      for (const step of steps) {
        if (step.version <= versionOf(index)) continue;
        index.exec(step.sql);
        index.pragma(`user_version = ${String(step.version)}`);
      }
    })
    .immediate();
}

/** What SQLite itself complained about: full disk, locked or broken file. */
export function isIndexError(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}

export function versionOf(index: IndexFile): number {
  return index.pragma('user_version', { simple: true }) as number;
}

function openChecked(open: () => IndexFile, prepare: (index: IndexFile) => void): Outcome<IndexFile> {
  let index: IndexFile | null = null;
  try {
    index = open();
    const found = versionOf(index);
    if (found > knownVersion) {
      index.close();
      return failed(fault('archive.newer', { found, known: knownVersion }));
    }
    prepare(index);
    // Reads the whole schema: a damaged file is found out here and not in the middle of a hearing.
    const verdict = index.pragma('quick_check(1)', { simple: true });
    if (verdict === 'ok') return done(index);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
  index?.close();
  return failed(fault('archive.index-broken', {}));
}
