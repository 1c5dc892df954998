import type { Migration } from './migration.ts';

/**
 * The hash of every journal entry: a second witness. Where a forger made a whole chain anew, the signed head tells
 * that it happened and this table tells which entry it was.
 */
export const entries: Migration = {
  version: 40,
  sql: `
    CREATE TABLE entries (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      n INTEGER NOT NULL,
      wall_ms INTEGER NOT NULL,
      kind TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (hearing_id, n)
    ) STRICT, WITHOUT ROWID;
  `,
};
