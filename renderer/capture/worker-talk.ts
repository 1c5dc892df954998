import type { Fault } from '#domain/faults.ts';
import type { EpochPapers } from '#line/epoch-writer.ts';

/** What pictures of changing size are brought to; a remote hall's shrink and grow with the link. */
export type FixedSize = Readonly<{ width: number; height: number }>;

/** From the page to the worker of one device. Frames come by the transferred stream and never by messages. */
export type ToWorker =
  | Readonly<{
      do: 'open';
      kind: 'camera' | 'microphone';
      isUnwatched: boolean;
      frames: ReadableStream<VideoFrame | AudioData>;
    }>
  | Readonly<{
      do: 'record';
      papers: EpochPapers;
      zeroMonotonicUs: number;
      frameRate: number;
      bitrateBps: number;
      size: FixedSize | null;
    }>
  /** Ends the epoch that is being written, at the cut if there is one (L5). `trueUntilMs` as an open device tells it. */
  | Readonly<{
      do: 'finish';
      cutAtUs: number | null;
      cause: 'asked' | 'device-lost';
      trueUntilMs: number | null;
    }>
  | Readonly<{ do: 'move'; address: string }>;

/** From the worker to the page; `epochKey` as made by `epochKeyOf`. */
export type FromWorker =
  | Readonly<{ told: 'flowed' | 'finished'; epochKey: string }>
  | Readonly<{ told: 'failed'; epochKey: string; fault: Fault }>
  /** No picture has come yet though the camera is open; told each second. */
  | Readonly<{ told: 'awaited' }>
  /** No picture has come for most of a second, though there were some. */
  | Readonly<{ told: 'still' }>
  | Readonly<{ told: 'lost'; lostMs: number }>
  | Readonly<{ told: 'late'; silentForS: number }>;

export function epochKeyOf(place: Readonly<{ hearingId: string; epoch: number }>): string {
  return `${place.hearingId}/${place.epoch}`;
}
