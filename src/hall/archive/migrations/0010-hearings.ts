import type { Migration } from './migration.ts';

/** One row a hearing: what the day's list shows and how far its journal is followed. */
export const hearings: Migration = {
  version: 10,
  sql: `
    CREATE TABLE hearings (
      hearing_id TEXT PRIMARY KEY,
      case_number TEXT NOT NULL,
      proceedings TEXT NOT NULL,
      judge TEXT NOT NULL,
      secretary TEXT NOT NULL,
      parties_json TEXT NOT NULL,
      -- Names in lower case: SQLite's own lower() knows Latin letters only.
      search TEXT NOT NULL,
      planned_at_ms INTEGER NOT NULL,
      phase TEXT NOT NULL,
      training INTEGER NOT NULL,
      opened_at_ms INTEGER,
      ended_at_ms INTEGER,
      ended_at_us INTEGER,
      intact INTEGER,
      is_damaged INTEGER NOT NULL DEFAULT 0,
      entries INTEGER NOT NULL DEFAULT 0,
      last_hash TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
    -- Every number that the hearing ever had: one opened under a wrong case is still found by it.
    CREATE TABLE case_numbers (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      case_number TEXT NOT NULL,
      search TEXT NOT NULL,
      PRIMARY KEY (hearing_id, case_number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX hearings_by_day ON hearings (coalesce(opened_at_ms, planned_at_ms));
  `,
};
