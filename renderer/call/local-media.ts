import type { Seat } from '#domain/seats.ts';
import type { PartyId } from '#domain/ids.ts';
import { awaitedPicture } from '../capture/copied-picture.ts';
import { callPicture } from '../link/call-picture.ts';
import { MixMinus } from './mix-minus.ts';
import type { SoundPlan } from './sound-plan.ts';

/** What this hall says and shows on the line, and the way to stop it. */
export type LocalMedia = Readonly<{
  /** For one on the line: the hall's picture, and the sound of all whom that one is to hear. */
  streamFor(id: PartyId): MediaStream;
  /** What one on the line says, for the others. */
  hear(id: PartyId, tracks: readonly MediaStreamTrack[]): void;
  mix(plan: SoundPlan): void;
  /** Closes every device. Null: none is open any more; else what comes when those that were still being opened are closed too. */
  stop(): Promise<void> | null;
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

/** What is mixed goes out on the line and is heard nowhere here, so no loudspeaker is opened for it (Web Audio 1.1, `sinkId`). */
const unheard = { sampleRate: 48_000, sinkId: { type: 'none' } } as AudioContextOptions;

/**
 * Opens the hall's microphones, processed for a conversation and mixed, and its first camera, small. What is sent is there at
 * once and fills as they open, so that a call rings and finds its way meanwhile. The record has captures of its own, raw;
 * nothing here is evidence. A device that does not open is left out: a hall without a picture can speak.
 */
export function openLocalMedia(seats: readonly Seat[], devices: MediaDevices): LocalMedia {
  const mixer = new AudioContext(unheard);
  const mix = new MixMinus(mixer);
  const cameras = seats.filter(({ kind, device }) => kind === 'camera' && device.path === 'browser');
  const picture = cameras.length === 0 ? null : awaitedPicture();
  const opened: MediaStreamTrack[] = [];
  let isStopped = false;
  const open = async (constraints: MediaStreamConstraints): Promise<MediaStreamTrack | null> => {
    const stream = await devices.getUserMedia(constraints).catch(() => null);
    const track = stream?.getTracks()[0] ?? null;
    if (isStopped) track?.stop();
    else if (track !== null) opened.push(track);
    return isStopped ? null : track;
  };
  async function openMicrophone(deviceId: string): Promise<void> {
    // No gain control: a court's microphones are set once, and on two cores it took time from the record.
    const processed = { echoCancellation: true, noiseSuppression: true, autoGainControl: false };
    const track = await open({ audio: { deviceId: { exact: deviceId }, ...processed } });
    if (track !== null) mix.add(track);
  }
  async function openCamera(deviceId: string | null): Promise<void> {
    const track = deviceId === null ? null : await open({ video: { deviceId: { exact: deviceId }, ...callPicture } });
    if (track === null) picture?.stop();
    else picture?.show(track);
  }
  async function openAll(): Promise<void> {
    const found = await listDevices(devices);
    if (isStopped) return;
    const idsOf = (kind: Seat['kind']): readonly string[] =>
      seats.filter((seat) => seat.kind === kind).flatMap((seat) => deviceOf(seat, found) ?? []);
    await Promise.all([openCamera(idsOf('camera')[0] ?? null), ...idsOf('microphone').map(openMicrophone)]);
  }
  let opening: Promise<void> | null = openAll().then(() => {
    opening = null;
  });
  return {
    streamFor: (id) => new MediaStream([...mix.soundFor(id), ...(picture === null ? [] : [picture.track])]),
    hear: (id, tracks) => mix.hear(id, tracks),
    mix: (plan) => mix.mix(plan),
    stop() {
      isStopped = true;
      for (const track of opened) track.stop();
      picture?.stop();
      void mixer.close();
      return opening;
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
