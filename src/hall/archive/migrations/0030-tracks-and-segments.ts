import type { Migration } from './migration.ts';

/** What was recorded: tracks, their epochs (one file each), sealed segments, gaps. */
export const tracksAndSegments: Migration = {
  version: 30,
  sql: `
    CREATE TABLE tracks (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      track_id TEXT NOT NULL,
      seat_id TEXT NOT NULL,
      track_no INTEGER NOT NULL,
      kind TEXT NOT NULL,
      path TEXT NOT NULL,
      PRIMARY KEY (hearing_id, track_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE epochs (
      hearing_id TEXT NOT NULL,
      track_id TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      device TEXT NOT NULL,
      codec TEXT NOT NULL,
      is_closed INTEGER NOT NULL DEFAULT 0,
      cause TEXT,
      length_bytes INTEGER,
      from_us INTEGER,
      to_us INTEGER,
      PRIMARY KEY (hearing_id, track_id, epoch),
      FOREIGN KEY (hearing_id, track_id) REFERENCES tracks
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE segments (
      hearing_id TEXT NOT NULL,
      track_id TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      segment INTEGER NOT NULL,
      first_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      offset_bytes INTEGER NOT NULL,
      length_bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      from_us INTEGER NOT NULL,
      to_us INTEGER NOT NULL,
      PRIMARY KEY (hearing_id, track_id, epoch, segment),
      FOREIGN KEY (hearing_id, track_id, epoch) REFERENCES epochs
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX segments_by_time ON segments (hearing_id, track_id, to_us);
    CREATE TABLE gaps (
      hearing_id TEXT NOT NULL REFERENCES hearings,
      n INTEGER NOT NULL,
      track_id TEXT NOT NULL,
      from_us INTEGER NOT NULL,
      to_us INTEGER NOT NULL,
      cause TEXT NOT NULL,
      PRIMARY KEY (hearing_id, n)
    ) STRICT, WITHOUT ROWID;
  `,
};
