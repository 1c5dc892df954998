/** Bounds of the recorder. */
export type RecorderTuning = Readonly<{
  segmentUs: number;
  largestChunkBytes: number;
  /** How often the lamp re-reads the chunk logs. */
  lampEveryMs: number;
  /** Newest capture re-read at most this old: `written`. With `lampEveryMs` on top it is never more than 2 s old. */
  writtenWithinMs: number;
  /** Older than `writtenWithinMs`, at most this: `late`; beyond: `stopped`, an alarm. */
  lateWithinMs: number;
  /** A hole in one track shorter than this is jitter of the device, not a gap of the record. */
  gapFromUs: number;
  /** Less free space than this: nothing new is started and an alarm stands. */
  reserveBytes: number;
  openWithinMs: number;
  closeWithinMs: number;
}>;

export const defaultTuning: RecorderTuning = {
  segmentUs: 4_000_000,
  largestChunkBytes: 8 * 1024 * 1024,
  lampEveryMs: 500,
  writtenWithinMs: 1500,
  lateWithinMs: 3000,
  gapFromUs: 250_000,
  reserveBytes: 1024 * 1024 * 1024,
  openWithinMs: 6000,
  closeWithinMs: 3000,
};
