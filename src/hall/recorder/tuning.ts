/** Bounds of the recorder. */
export type RecorderTuning = Readonly<{
  segmentUs: number;
  largestChunkBytes: number;
  /** How often the lamp re-reads the chunk logs. */
  lampEveryMs: number;
  /** Newest capture re-read at most this old: `written`. With `lampEveryMs` and the way to the windows on top it is never more than 2 s old. */
  writtenWithinMs: number;
  /** A track that wants to be written and never was: a device may take so long to open. */
  beginsWithinMs: number;
  /** Older than `writtenWithinMs`, at most this: `late`; beyond: `stopped`, an alarm, which comes within 3 s with all that is on top. */
  lateWithinMs: number;
  /** A hole in one track shorter than this is jitter of the device, not a gap of the record. */
  gapFromUs: number;
  /** Less free space than this: nothing new is started and an alarm stands. */
  reserveBytes: number;
  /** Room for less than this, at the rate at which the record really grows, is an alarm. */
  endingHours: number;
  /** Room for less than this, and what is derived from the record gives way to it. */
  shortHours: number;
  /** A write under way for longer than this is an alarm. */
  slowWriteMs: number;
  /** A device's clock this far off, in millionths, measured over so long, is told: the standards allow 500 (USB 2.0, IEC 60958 less). */
  clockOffPpm: number;
  clockMeasuredMs: number;
  openWithinMs: number;
  closeWithinMs: number;
  /** What is kept of the time to close for asking the sound server last. */
  soundServerMs: number;
  /** How long the devices' opening waits to know which is which. */
  firstViewMs: number;
}>;

export const defaultTuning: RecorderTuning = {
  segmentUs: 4_000_000,
  largestChunkBytes: 8 * 1024 * 1024,
  lampEveryMs: 500,
  writtenWithinMs: 1300,
  beginsWithinMs: 3000,
  lateWithinMs: 2250,
  gapFromUs: 250_000,
  reserveBytes: 1024 * 1024 * 1024,
  endingHours: 2,
  shortHours: 1,
  slowWriteMs: 1500,
  clockOffPpm: 500,
  clockMeasuredMs: 120_000,
  openWithinMs: 6000,
  closeWithinMs: 3000,
  soundServerMs: 300,
  firstViewMs: 400,
};
