import type { CapturePlan, CaptureReport, UplinkSight } from '#contract/capture.ts';
import type { Lamp } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import type { JournalBodies, Segment } from '#domain/journal/entries.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { AtUs, TimelineZero } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import type { TrackDecoder } from '#domain/signal.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';
import type { Clock, Log } from '../plumbing/index.ts';
import type { DiskSight } from './disk.ts';
import type { Signs } from './capture-signs.ts';
import type { RecorderTuning } from './tuning.ts';

/**
 * What the recorder tells. The hearing's id comes last because a check records under an id of its own, whose
 * events are shown but never journaled. `segmentClosed` and the track events of one track come in the order of
 * the record, and all of them before `close()` answers.
 */
export type RecorderEvents = Readonly<{
  planned(plan: CapturePlan): void;
  /** Chunk 0 of an epoch is on disk. */
  trackOpened(body: JournalBodies['track.opened'], hearingId: HearingId): void;
  segmentClosed(segment: Segment, hearingId: HearingId): void;
  trackClosed(body: JournalBodies['track.closed'], hearingId: HearingId): void;
  gapFound(body: JournalBodies['gap.found'], hearingId: HearingId): void;
  /** Raised once; cleared later with the very same value. */
  faultRaised(fault: Fault): void;
  faultCleared(fault: Fault): void;
  /** At every change of a state and each second while anything is written. */
  lampChanged(lamp: Lamp): void;
  /** Whether the record needs all the room that is left, so that whatever can be made again must give way. */
  diskShort(isShort: boolean): void;
}>;

/** The kept process of the second way to the sound. */
export type SoundPathProgram = Readonly<{
  /** Microphones of windows are heard by it too; otherwise only channels that no window can open. */
  isSecondWay: boolean;
  /** Starts it if it does not run. */
  ensure(): void;
  pid(): number | null;
  /** Ends it and its captures at once; it is started again. */
  end(): Promise<void>;
  /** Asks it to end, and does not start it again. */
  stop(): Promise<void>;
}>;

export type RecorderNeeds = Readonly<{
  clock: Clock;
  log: Log;
  /** The hall's keyed hash; makes the uplink tokens, so that they survive a restart of the service. */
  mac(text: string): string;
  soundServer: SoundServer;
  /** The process of the second way to the sound; null where there is no sound server that can be asked. */
  soundPath: SoundPathProgram | null;
  /** A folder on another disk of this PC for the second ways' tracks; null where there is none. */
  secondDisk: string | null;
  /** Looks into what was re-read from disk; one for each track, closed with it. */
  decode(seat: Seat): TrackDecoder;
  /** Windows do not look at raw pictures: only to measure what looking costs. */
  isUnwatched?: boolean;
  /** Pid of the Electron shell, whose capture streams are ours although it may not be our child; null while none runs. */
  shellPid(): number | null;
  on: RecorderEvents;
  tuning?: Partial<RecorderTuning>;
}>;

/** An epoch that a service which died left open, to be gone on with: what the journal holds of it. */
export type OpenEpoch = Readonly<{ epoch: number; segments: number; sealedBytes: number; fromUs: AtUs }>;

export type RecordAsk = Readonly<{
  hearingId: HearingId;
  zero: TimelineZero;
  /** The hearing's folder; chunk logs go to `<folder>/tracks/<trackId>/<epoch>.mkv`. */
  folder: string;
  seats: readonly Seat[];
  /** One more than the newest epoch that the journal knows of this track; 1 for none. */
  nextEpoch(trackId: TrackId): number;
  trackNo(trackId: TrackId): number;
  /** After a restart of the service in one boot: the epochs that are open in the journal, oldest first; the windows can send what they kept. */
  openEpochs?(trackId: TrackId): readonly OpenEpoch[];
  /** The ten seconds of a check, thrown away after it. */
  isTest?: boolean;
  /** What the lamp's time starts from: how much of this hearing was recorded before. */
  recordedBeforeMs?: number;
}>;

export type CloseAsk = Readonly<{
  /** L5: nothing captured after this moment is written; null when the hearing's end needs no cut. */
  cutAtUs: AtUs | null;
  /** What the lamp shows afterwards: `closed` in a break or deliberation, `off` after the end of a hearing or check. */
  lamp?: 'closed' | 'off';
}>;

/** The proof of silence. */
export type Closed = Readonly<{
  /** Everything that may still hear: `recorder: 2 devices`, `console: preview`, `sound-server: electron 4711 mic_judge`; empty when none. */
  openStreams: readonly string[];
  /** Who said that nothing is open: processes by role, `sound-server`. */
  confirmedBy: readonly string[];
  /** All capture streams of all programs that the sound server knows, ours or not; null where it cannot be asked. */
  streamsSeen: number | null;
}>;

/** A chunk socket; the api owns the socket and its limits, the recorder owns what is said on it. */
export type UplinkChannel = Readonly<{
  sendText(text: string): void;
  close(): void;
  onText(listener: (text: string) => void): void;
  onBinary(listener: (bytes: Uint8Array) => void): void;
  onClose(listener: () => void): void;
}>;

/** Who opens devices as the plan says, and reports. */
export type CaptureRole = 'recorder' | 'sound-path';
export type WatchedRole = CaptureRole | 'call' | 'console' | 'bench';

export type Recorder = Readonly<{
  /** Opens the devices without writing. Refused (false) while something is recorded. */
  warm(seats: readonly Seat[]): boolean;
  /**
   * Writes every seat's track. Answers when the recorder window and the own audio path opened what can be
   * opened; seats that fail raise alarms. Fails, with nothing left running, when the window is not there
   * (`recorder.not-connected`), the disk is full (`recorder.disk-full`) or no seat at all opened.
   */
  record(ask: RecordAsk): Promise<Outcome<void>>;
  /** A source joins what is being written, or is there and begins or ceases to send; false while nothing is recorded. */
  admit(seat: Seat, isSending: boolean): boolean;
  /** It left, or the court goes on without it; its epoch is closed, and nothing of it is missing from here on. */
  dismiss(seat: Seat): void;
  /** Opens a seat's device anew: the same one, or the reserve that it is bound to now; false while nothing is recorded. */
  mend(seat: Seat): boolean;
  /** Closes every device and every epoch, waits at most 3 s for everybody's word and says what is still open. */
  close(ask: CloseAsk): Promise<Closed>;
  plan(): CapturePlan;
  lamp(): Lamp;
  /** How fast the record grows and what waits for the disk. */
  disk(): DiskSight;
  /** Whether every microphone of a window is heard by the hall's own path too, where the sound server can be asked. */
  hasSecondWays(): boolean;
  /** False while devices must be closed (L5); windows show local cameras only when true. */
  previewsAllowed(): boolean;
  receiveReport(from: CaptureRole, report: CaptureReport): void;
  previewClosed(role: WatchedRole, planNo: number): void;
  windowGone(role: WatchedRole): void;
  /** `back`: the same page with its resume token. `new`: a fresh page, so that what an old recorder kept is lost. */
  windowCame(role: WatchedRole, how: 'new' | 'back'): void;
  acceptUplink(channel: UplinkChannel): void;
  /** When the recorder window was last heard, for whoever ends a process that stands still. */
  signs(): Signs;
  /** How the raw pictures of each camera that is being written are, as its window said last; of what is over, nothing. */
  sights(): ReadonlyMap<SeatId, UplinkSight>;
  /** Ends without asking anybody: what is on disk stands, open epochs are left to be gone on with. */
  dispose(): Promise<void>;
}>;
