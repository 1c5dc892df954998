import type { Fault } from '#domain/faults.ts';

/** A device that is open, with what it really gives. */
export type OpenDevice = Readonly<{
  track: MediaStreamTrack;
  got: Readonly<{ width: number; height: number; frameRate: number; sampleRate: number; label: string }>;
  /** Set when the camera gives another size or rate than was asked for. */
  wrongSize: Fault | null;
}>;
