import type { CheckItem, CheckKind, CheckPart } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Loudspeaker, Seat } from '#domain/seats.ts';
import type { Log } from '../plumbing/index.ts';
import type { Frame, SizePx } from '#measure/picture.ts';
import type { CheckTuning } from './check-tuning.ts';
import type { CloseLook } from './look-worker.ts';
import type { Probe } from './probe.ts';
import type { SoundStretches } from './read-sound.ts';

export type AnalyseAsk = Readonly<{
  seats: readonly Seat[];
  /** Folder of the finished test recording: chunk logs lie in `<folder>/tracks/<seatId>/<epoch>.mkv`. */
  folder: string;
  /** Those that were to play, and whether they did. */
  loudspeakers: readonly Readonly<{ loudspeaker: Loudspeaker; isPlayed: boolean }>[];
  /** People were asked to speak; otherwise nobody is blamed for silence who is not silent to the last. */
  isTalk: boolean;
  stretches: SoundStretches;
  /** The hall's own way to every microphone of a window was recorded beside it: each is one more item, `second-path`. */
  hasSecondWays?: boolean;
  /** How the raw pictures of cameras were meanwhile, of those whose window said it. */
  sights?: ReadonlyMap<SeatId, PictureSight>;
  /** What `lookEarly` saw; cameras that are not in it are looked at now. */
  looks?: Promise<CameraLooks>;
}>;

/** What the first seconds of a camera's recording show, while it may still go on. */
export type CameraLook = Readonly<{
  file: string;
  frames: readonly Frame[];
  size: SizePx | null;
  close: CloseLook | null;
}>;
/** By camera; null where nothing could be decoded. */
export type CameraLooks = ReadonlyMap<SeatId, CameraLook | null>;
export type LookAsk = Pick<AnalyseAsk, 'seats' | 'folder' | 'isTalk' | 'sights'>;

/** What a window says of a camera's raw pictures: whether they change at all, and their noise in steps of luma where it was measured. */
export type PictureSight = Readonly<{ sight: 'live' | 'frozen'; noise?: number | undefined }>;

export type SelftestNeeds = Readonly<{
  log: Log;
  ffmpeg: Readonly<{ ffmpegPath: string }>;
  /** Folder with the model of the face detector; null or missing where faces are not looked for. */
  modelsFolder?: string | null;
  tuning: CheckTuning;
  probes: readonly Probe[];
}>;

export type Selftest = Readonly<{
  /** Looks at the cameras of a recording that still goes on, one after another. Never rejects. */
  lookEarly(ask: LookAsk): Promise<CameraLooks>;
  /** One item a seat, in the seats' order, also told to `onItem` one by one. Never throws: what cannot be read is `no-data`. */
  analyse(ask: AnalyseAsk, onItem?: (item: CheckItem) => void): Promise<readonly CheckItem[]>;
  /** What else of the hall is looked at, all at once; beside a running hearing only what nobody hears, sees or pays for. Never throws. */
  probe(
    ask: Readonly<{ isHearing: boolean; only: readonly CheckPart[] }>,
    onItem: (item: CheckItem) => void,
  ): Promise<readonly CheckItem[]>;
  /** Of what it has probes. */
  kinds(): readonly CheckKind[];
}>;
