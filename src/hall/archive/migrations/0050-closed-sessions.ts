import type { Migration } from './migration.ts';

/** P6, L6: stretches of a hearing of which no copy is handed out. */
export const closedSessions: Migration = {
  version: 50,
  sql: `
    CREATE TABLE closed_sessions (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      n INTEGER NOT NULL,
      from_us INTEGER NOT NULL,
      to_us INTEGER,
      by_oral_order INTEGER NOT NULL,
      PRIMARY KEY (hearing_id, n)
    ) STRICT, WITHOUT ROWID;
  `,
};
