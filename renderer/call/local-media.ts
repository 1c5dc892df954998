import type { Seat } from '#domain/seats.ts';
import type { PartyId, SeatId } from '#domain/ids.ts';
import { awaitedPicture } from '../capture/copied-picture.ts';
import type { OpenNetworkPicture } from '../capture/network-picture.ts';
import { callPicture } from '../link/call-picture.ts';
import { KeptDevice } from './kept-device.ts';
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

type Shown = Promise<MediaStream | null>;
type Found = Readonly<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>>;

/** The browser's id of a seat's device; null where it is not there. */
export function deviceOf(seat: Seat, found: readonly Found[]): string | null {
  const { device, kind } = seat;
  if (device.path !== 'browser') return null;
  const ofKind = found.filter((each) => each.kind === (kind === 'camera' ? 'videoinput' : 'audioinput'));
  const byId = ofKind.find((each) => each.deviceId === device.deviceId);
  return byId?.deviceId ?? ofKind.find((each) => each.label === device.label)?.deviceId ?? null;
}

/** What the first of these cameras that is there shows: one of this PC that is plugged in, or one of the network that sends. */
export async function firstPicture(
  cameras: readonly Seat[],
  found: readonly Found[],
  { openDevice, openNetwork }: Readonly<{ openDevice(deviceId: string): Shown; openNetwork(seatId: SeatId): Shown }>,
): Shown {
  for (const seat of cameras) {
    const shown = seat.device.path === 'network' ? await openNetwork(seat.id) : null;
    if (shown !== null) return shown;
    const deviceId = deviceOf(seat, found);
    if (deviceId !== null) return openDevice(deviceId);
  }
  return null;
}

/** No gain control: a court's microphones are set once, and on two cores it took time from the record. */
export const forConversation = { echoCancellation: true, noiseSuppression: true, autoGainControl: false } as const;

/** What is mixed goes out on the line and is heard nowhere here, so no loudspeaker is opened for it (Web Audio 1.1, `sinkId`). */
export const unheard = { sampleRate: 48_000, latencyHint: 0.02, sinkId: { type: 'none' } } as AudioContextOptions;

/**
 * Keeps the hall's microphones open, processed for a conversation and mixed, and its first camera, small. What is sent is there
 * at once and fills as they open, so that a call rings and finds its way meanwhile. The record has captures of its own, raw;
 * nothing here is evidence. A hall without a picture can speak, and one whose device comes back is seen or heard again.
 */
export function openLocalMedia(
  seats: readonly Seat[],
  devices: MediaDevices,
  openNetwork: OpenNetworkPicture,
): LocalMedia {
  const mixer = new AudioContext(unheard);
  const mix = new MixMinus(mixer);
  const cameras = seats.filter(({ kind, device }) => kind === 'camera' && device.path !== 'remote');
  const microphones = seats.filter(({ kind, device }) => kind === 'microphone' && device.path === 'browser');
  const picture = cameras.length === 0 ? null : awaitedPicture((word) => camera?.[word]());
  const look = deviceLook(devices);
  const over = new AbortController();
  async function open(kind: 'video' | 'audio', deviceId: string | null, wish: MediaTrackConstraints): Shown {
    if (deviceId === null || over.signal.aborted) return null;
    return devices.getUserMedia({ [kind]: { deviceId: { exact: deviceId }, ...wish } }).catch(() => null);
  }
  async function openCamera(): Promise<MediaStreamTrack | null> {
    const stream = await firstPicture(cameras, await look(), {
      openDevice: (deviceId) => open('video', deviceId, callPicture),
      openNetwork: async (seatId) => (over.signal.aborted ? null : openNetwork(seatId, callPicture, over.signal)),
    });
    return stream?.getTracks()[0] ?? null;
  }
  async function openMicrophone(seat: Seat): Promise<MediaStreamTrack | null> {
    const stream = await open('audio', deviceOf(seat, await look()), forConversation);
    return stream?.getTracks()[0] ?? null;
  }
  const camera =
    picture === null ? null : new KeptDevice(openCamera, { opened: (track) => picture.show(track), lost: () => {} });
  const kept = microphones.map(
    (seat) =>
      new KeptDevice(() => openMicrophone(seat), {
        opened: (track) => mix.add(track),
        lost: (track) => mix.remove(track),
      }),
  );
  if (camera !== null) kept.push(camera);
  return {
    streamFor: (id) => new MediaStream([...mix.soundFor(id), ...(picture === null ? [] : [picture.track])]),
    hear: (id, tracks) => mix.hear(id, tracks),
    mix: (plan) => mix.mix(plan),
    stop() {
      over.abort();
      const closing = kept.map((device) => device.stop()).filter((each) => each !== null);
      picture?.stop();
      void mixer.close();
      return closing.length === 0 ? null : Promise.all(closing).then(() => {});
    },
  };
}

/**
 * Looks for devices as often as it is asked. Only the first look may have to ask for devices before it is told their names: a
 * hall without a camera or a microphone must not have the others opened with every look.
 */
export function deviceLook(devices: MediaDevices): () => Promise<readonly Found[]> {
  let first: Promise<readonly Found[]> | null = null;
  let isFirstOver = false;
  return () => {
    first ??= listDevices(devices)
      .catch(() => [])
      .finally(() => (isFirstOver = true));
    return isFirstOver ? devices.enumerateDevices().catch(() => []) : first;
  };
}

/** A page that has opened nothing yet is told no names; of PipeWire's cameras not even that they are there. */
async function listDevices(devices: MediaDevices): Promise<readonly Found[]> {
  const listed = await devices.enumerateDevices();
  const hasNames = (kind: Found['kind']): boolean => listed.some((each) => each.kind === kind && each.label !== '');
  if (hasNames('audioinput') && hasNames('videoinput')) return listed;
  for (const constraints of [{ audio: true }, { video: true }]) {
    const primed = await devices.getUserMedia(constraints).catch(() => null);
    for (const track of primed?.getTracks() ?? []) track.stop();
  }
  return devices.enumerateDevices();
}
