import type { HearingId, TrackId } from './ids.ts';
import type { WholeChunk } from './record/chunk.ts';
import type { AtUs } from './record/timeline.ts';

/** What may be wrong with a track's sound or picture although its bytes come. */
export type SignalTrouble = 'silent' | 'clipping' | 'hum' | 'black';

/** What decoding shows of a track. */
export type DecodedSight = Readonly<{
  /** Since when the track's bytes do not decode; null while they do. */
  undecodedFromUs: AtUs | null;
  troubles: readonly SignalTrouble[];
}>;

/** The decoder of one track, for as long as the track is recorded. */
export type TrackDecoder = Readonly<{
  /**
   * Takes a whole chunk as it was re-read from disk, in order; chunk 0 begins another epoch. Those that were written long
   * before may be left out. `bytes` are the chunk's own and may be kept.
   */
  take(chunk: WholeChunk, bytes: Uint8Array): void;
  sight(): DecodedSight;
  close(): void;
}>;

/** A stretch of one track as it sounds, decoded from the record. `atUs`: of its first sample, on the hearing's line. */
export type HeardSound = Readonly<{ hearingId: HearingId; trackId: TrackId; atUs: AtUs; samples: Float32Array }>;
