import type { HearingId, TrackId } from '#domain/ids.ts';
import type { Segment } from '#domain/journal/entries.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { HeardSound } from '#domain/signal.ts';
import type { Log } from '../plumbing/index.ts';

/** One epoch of one track as it lies in the hearing's folder. */
export type PlayedEpoch = Readonly<{
  hearingId: HearingId;
  /** The hearing's folder; playable copies go to `<folder>/derived/`. */
  folder: string;
  trackId: TrackId;
  epoch: number;
  kind: 'camera' | 'microphone';
}>;

/** One stretch of a lane: `media` is the path of its playable copy on the api's door, null while it is being made. Second 0 of the copy is `fromUs`. */
export type PlayedPiece = Readonly<{ trackId: TrackId; epoch: number; fromUs: AtUs; toUs: AtUs; media: string | null }>;

/** A stretch of a hearing and the tracks that are heard in it. */
export type HeardStretch = Readonly<{
  hearingId: HearingId;
  folder: string;
  fromUs: AtUs;
  toUs: AtUs;
  tracks: readonly TrackId[];
}>;

export type ClipAsk = Readonly<{
  hearingId: HearingId;
  folder: string;
  fromUs: AtUs;
  toUs: AtUs;
  /** The camera to show; null for sound only. */
  camera: TrackId | null;
  /** The microphones that are mixed. */
  microphones: readonly TrackId[];
}>;

/** A clip that can be played at once; second 0 is `fromUs`, which for a picture is the key frame before the moment asked for. */
export type Clip = Readonly<{ media: string; fromUs: AtUs; toUs: AtUs }>;

export type PlaybackNeeds = Readonly<{
  log: Log;
  ffmpeg: Readonly<{ ffmpegPath: string }>;
  /** Where clips are made; emptied at start and end. */
  clipsFolder: string;
  /** Sealed segments of a track that touch [fromUs, toUs], by epoch and number; the archive's index knows them. */
  segments(hearingId: HearingId, trackId: TrackId, fromUs: AtUs, toUs: AtUs): readonly Segment[];
  nowMs?(): number;
  /** Whoever makes copies died, and is started again. */
  onMakerDied?(): void;
}>;

export type Playback = Readonly<{
  /** An epoch was opened: a follower makes it playable while it grows. */
  follow(epoch: PlayedEpoch): void;
  /** The epoch was closed: its copy is finished and replaced by one that can be sought in. Harmless when nobody followed. */
  finish(epoch: PlayedEpoch): void;
  /** Where the copies are; makes those that are missing (after a rebuild, or when an old hearing is looked at) in the background. */
  timelinePieces(
    epochs: readonly (PlayedEpoch & Readonly<{ fromUs: AtUs; toUs: AtUs; isClosed: boolean }>)[],
  ): readonly PlayedPiece[];
  /** True while any copy of this hearing is still being made. */
  isPreparing(hearingId: HearingId): boolean;
  /** Lays the mix of stretches by that were not laid by while they were recorded, in the background, so that clips of them are there at once. */
  layMix(stretches: readonly HeardStretch[]): void;
  /** Takes what was decoded of a track while it is recorded, for whoever wants the last words again. */
  hear(sound: HeardSound): void;
  /** Cuts a clip out of the record on disk, also out of a track that is being written. */
  clip(ask: ClipAsk): Promise<Outcome<Clip>>;
  /** Where the door serves this file of the hall from now on, until nobody asks for it for hours. */
  lend(file: string, name: string, mime: string): string;
  /** What stands behind `/v1/media/<token>/<name>`, and all of it while it is not on the disk yet; null when unknown or expired. */
  openMedia(
    token: string,
    name: string,
  ): Readonly<{ path: string; mime: string; parts: readonly Uint8Array[] | null }> | null;
  /** True: no copy is made any more and those that are there are deleted, since the record needs the room; false: they are made again as they are asked for. */
  giveWay(isWanted: boolean): void;
  close(): Promise<void>;
}>;
