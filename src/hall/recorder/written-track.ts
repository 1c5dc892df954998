import type { TrackId } from '#domain/ids.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import type { TrackDecoder } from '#domain/signal.ts';
import type { EpochLog } from './epoch-log.ts';
import type { TailReader } from './lamp.ts';

/** A hole that is not over. Its beginning is asked when it is told: chunks of the epoch before may still be written. */
export type Missing = Readonly<{ sinceUs(): AtUs; cause: string; isDoubt?: boolean }>;

/** One track while it is recorded. */
export type WrittenTrack = {
  seat: Seat;
  readonly trackId: TrackId;
  log: EpochLog;
  tail: TailReader;
  readonly decoder: TrackDecoder;
  /** What is missing; null while it flows. */
  missing: Missing | null;
  /** The epoch before is closed, and all that came of it is on disk. */
  settled: Promise<unknown>;
  newestUs: AtUs | null;
  /** Since when there is something to be written; null while a joined hall is not on the line. */
  wantedSinceUs: AtUs | null;
  /** When there first was something; null while a hall has been called and its line was not whole yet. */
  firstWantedUs: AtUs | null;
  /** Bytes of the epochs that this recording has closed. */
  closedBytes: number;
};

/** How late the first frame may come before the start counts as a gap. */
export const startGraceUs = 1_000_000;

/** From now on there is something of it to be written, or not for a while. */
export function want(track: WrittenTrack, isWanted: boolean, nowUs: AtUs): void {
  track.wantedSinceUs = isWanted ? (track.wantedSinceUs ?? nowUs) : null;
  track.firstWantedUs ??= track.wantedSinceUs;
}

/** A hole that began then. */
export function since(sinceUs: AtUs, cause: string): Missing {
  return { sinceUs: () => sinceUs, cause };
}
