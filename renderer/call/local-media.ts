import type { Seat } from '#domain/seats.ts';
import type { PartyId } from '#domain/ids.ts';
import { copiedPicture } from '../capture/copied-picture.ts';
import { callPicture } from '../link/call-picture.ts';
import { MixMinus } from './mix-minus.ts';

/** What this hall says and shows on the line, and the way to stop it. */
export type LocalMedia = Readonly<{
  /** For one on the line: the hall's picture, and the sound of all whom that one is to hear. */
  streamFor(id: PartyId): MediaStream;
  /** What one on the line says, for the others. */
  hear(id: PartyId, tracks: readonly MediaStreamTrack[]): void;
  mute(muted: ReadonlySet<PartyId>): void;
  stop(): void;
}>;

type Found = Readonly<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>>;

/** The browser's id of a seat's device; null where it is not there. */
export function deviceOf(seat: Seat, found: readonly Found[]): string | null {
  const { device, kind } = seat;
  if (device.path !== 'browser') return null;
  const ofKind = found.filter((each) => each.kind === (kind === 'camera' ? 'videoinput' : 'audioinput'));
  const byId = ofKind.find((each) => each.deviceId === device.deviceId);
  return byId?.deviceId ?? ofKind.find((each) => each.label === device.label)?.deviceId ?? null;
}

/**
 * Opens the hall's microphones, processed for a conversation and mixed, and its first camera, small. The record has
 * captures of its own, raw; nothing here is evidence. A device that does not open is left out: a hall without a picture can speak.
 */
export async function openLocalMedia(seats: readonly Seat[], devices: MediaDevices): Promise<LocalMedia> {
  const found = await listDevices(devices);
  const opened: MediaStreamTrack[] = [];
  const open = async (constraints: MediaStreamConstraints): Promise<MediaStreamTrack | null> => {
    const stream = await devices.getUserMedia(constraints).catch(() => null);
    const track = stream?.getTracks()[0] ?? null;
    if (track !== null) opened.push(track);
    return track;
  };

  const sounds: MediaStreamTrack[] = [];
  for (const seat of seats.filter((each) => each.kind === 'microphone')) {
    const deviceId = deviceOf(seat, found);
    if (deviceId === null) continue;
    const track = await open({
      // No gain control: a court's microphones are set once, and on two cores it took time from the record.
      audio: { deviceId: { exact: deviceId }, echoCancellation: true, noiseSuppression: true, autoGainControl: false },
    });
    if (track !== null) sounds.push(track);
  }
  const camera = seats.find((each) => each.kind === 'camera' && deviceOf(each, found) !== null);
  const cameraId = camera === undefined ? null : deviceOf(camera, found);
  const seen = cameraId === null ? null : await open({ video: { deviceId: { exact: cameraId }, ...callPicture } });
  const picture = seen === null ? null : copiedPicture(seen);

  const mixer = new AudioContext({ sampleRate: 48_000 });
  const mix = new MixMinus(mixer, sounds);
  return {
    streamFor: (id) => new MediaStream([...mix.soundFor(id), ...(picture === null ? [] : [picture.track])]),
    hear: (id, tracks) => mix.hear(id, tracks),
    mute: (muted) => mix.mute(muted),
    stop() {
      for (const track of opened) track.stop();
      picture?.stop();
      void mixer.close();
    },
  };
}

/** A page that has opened nothing yet is told no names; of PipeWire's cameras not even that they are there. */
export async function listDevices(devices: MediaDevices): Promise<readonly Found[]> {
  const listed = await devices.enumerateDevices();
  const hasNames = (kind: Found['kind']): boolean => listed.some((each) => each.kind === kind && each.label !== '');
  if (hasNames('audioinput') && hasNames('videoinput')) return listed;
  for (const constraints of [{ audio: true }, { video: true }]) {
    const primed = await devices.getUserMedia(constraints).catch(() => null);
    for (const track of primed?.getTracks() ?? []) track.stop();
  }
  return devices.enumerateDevices();
}
