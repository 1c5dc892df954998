import { hearings } from './0010-hearings.ts';
import { marksAndPauses } from './0020-marks-and-pauses.ts';
import { tracksAndSegments } from './0030-tracks-and-segments.ts';
import { entries } from './0040-entries.ts';
import { closedSessions } from './0050-closed-sessions.ts';
import type { Migration } from './migration.ts';

/** All steps, oldest first. There is no way back: an older Tarazy refuses a newer archive. */
export const migrations: readonly Migration[] = [hearings, marksAndPauses, tracksAndSegments, entries, closedSessions];
