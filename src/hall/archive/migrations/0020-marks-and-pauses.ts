import type { Migration } from './migration.ts';

/** What people said about the time line: marks, notes, breaks. */
export const marksAndPauses: Migration = {
  version: 20,
  sql: `
    CREATE TABLE marks (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      mark_id TEXT NOT NULL,
      at_us INTEGER NOT NULL,
      wall_ms INTEGER NOT NULL,
      template TEXT NOT NULL,
      text TEXT NOT NULL,
      kind TEXT NOT NULL,
      taken_back INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (hearing_id, mark_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pauses (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      n INTEGER NOT NULL,
      kind TEXT NOT NULL,
      from_us INTEGER NOT NULL,
      to_us INTEGER,
      recording_goes_on INTEGER NOT NULL,
      by_oral_order INTEGER NOT NULL,
      note TEXT NOT NULL,
      PRIMARY KEY (hearing_id, n)
    ) STRICT, WITHOUT ROWID;
  `,
};
