import type { SeatId, TrackId } from './ids.ts';

/** Who sits at a microphone or what a camera looks at; words under `seats.<place>` in the locales. */
export const seatPlaces = [
  'judge',
  'secretary',
  'claimant',
  'defendant',
  'prosecutor',
  'defence',
  'witness',
  'interpreter',
  'hall',
  'bench-view',
  'parties-view',
  'witness-view',
  'remote-hall',
  'remote-person',
  'other',
] as const;
export type SeatPlace = (typeof seatPlaces)[number];

/**
 * The device behind a seat. `browser`: opened by the recorder window, named by its label (and Chromium's
 * deviceId, stable for one profile). `hall`: one channel of a multichannel source that the hall's own audio
 * path opens by the sound server's source name, because Chromium passes at most two channels. `remote`: what another
 * hall or a participant's page sends over the line, written by the call window. `network`: a camera that is reached by RTSP, at an
 * address without user and password, whose H.264 the hall's own path copies as it is.
 */
export type DeviceBinding =
  | Readonly<{
      path: 'browser';
      label: string;
      deviceId: string;
      /** What the sound server said of the device at set-up, where it says it; tells equal devices apart. */
      serial?: string | undefined;
      port?: string | undefined;
    }>
  | Readonly<{ path: 'hall'; source: string; label: string; channels: number; channel: number }>
  | Readonly<{ path: 'remote'; peerId: string; label: string }>
  | Readonly<{ path: 'network'; url: string; label: string }>;

export type VideoWanted = Readonly<{ width: number; height: number; frameRate: number; bitrateBps: number }>;

export type Seat = Readonly<{
  id: SeatId;
  kind: 'camera' | 'microphone';
  place: SeatPlace;
  /** What the hall calls it, e.g. "Witness, left"; empty when the place's own word will do. */
  name: string;
  device: DeviceBinding;
  /** Conference units give digital silence while closed; such a seat's silence is no fault. */
  gated: boolean;
  video?: VideoWanted | undefined;
}>;

/** What follows the seat's id in the name of the track that the hall's own way to the sound writes beside the chief one. */
const secondPathSuffix = '--own';

/** The number of a second track is its seat's and so many: a hall has at most 32 seats and two a hall on the line; a block's number has one byte. */
export const secondTracksFrom = 63;

/** The track of a seat's second way to the sound. */
export function secondTrackOf(seatId: SeatId): TrackId {
  return `${seatId}${secondPathSuffix}` as TrackId;
}

/** Whether a track is the second of its seat: kept beside the chief one, and counted where that one has a hole. */
export function isSecondTrack(trackId: TrackId): boolean {
  return trackId.endsWith(secondPathSuffix);
}

/** The seat whose sound or picture a track holds. */
export function seatOfTrack(trackId: TrackId): SeatId {
  return (isSecondTrack(trackId) ? trackId.slice(0, -secondPathSuffix.length) : (trackId as string)) as SeatId;
}

/** 720p25 is the default and 1080p30 the most that a hall PC is asked for. */
export const defaultVideo: VideoWanted = { width: 1280, height: 720, frameRate: 25, bitrateBps: 2_500_000 };
export const largestVideo = { width: 1920, height: 1080, frameRate: 30 } as const;

/** A loudspeaker of the hall, or a channel of several that play the same; opened by Chromium under its label. */
export type Loudspeaker = Readonly<{
  id: string;
  /** What the hall calls it, e.g. "Ceiling"; never empty. */
  name: string;
  device: Extract<DeviceBinding, { path: 'browser' }>;
}>;

/** The hall as it was set up. */
export type HallCard = Readonly<{
  court: string;
  hall: string;
  seats: readonly Seat[];
  /** What the check plays its signals through; missing in a hall whose card was made before, or that has none. */
  loudspeakers?: readonly Loudspeaker[] | undefined;
  /** A folder on another disk or share to which every hearing is copied while it is recorded; empty or missing for none. */
  secondCopy?: string | undefined;
}>;
