import type { Fault } from '#domain/faults.ts';

/** A device that is open, with what it really gives. */
export type OpenDevice = Readonly<{
  track: MediaStreamTrack;
  got: Readonly<{ width: number; height: number; frameRate: number; sampleRate: number; label: string }>;
  /** Set when the camera gives another size or rate than was asked for. */
  wrongSize: Fault | null;
  /**
   * Asked when it is lost: until when (ms since 1970) what came from it was captured and not made up by the browser; null
   * for to the end. A remote hall's sound goes on as silence when nothing arrives any more.
   */
  trueUntilMs?(): number | null;
}>;
