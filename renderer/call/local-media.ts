import type { Seat } from '#domain/seats.ts';
import type { PartyId } from '#domain/ids.ts';
import { awaitedPicture } from '../capture/copied-picture.ts';
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

type Found = Readonly<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>>;

/** The browser's id of a seat's device; null where it is not there. */
export function deviceOf(seat: Seat, found: readonly Found[]): string | null {
  const { device, kind } = seat;
  if (device.path !== 'browser') return null;
  const ofKind = found.filter((each) => each.kind === (kind === 'camera' ? 'videoinput' : 'audioinput'));
  const byId = ofKind.find((each) => each.deviceId === device.deviceId);
  return byId?.deviceId ?? ofKind.find((each) => each.label === device.label)?.deviceId ?? null;
}

/** No gain control: a court's microphones are set once, and on two cores it took time from the record. */
const processed = { echoCancellation: true, noiseSuppression: true, autoGainControl: false } as const;

/** What is mixed goes out on the line and is heard nowhere here, so no loudspeaker is opened for it (Web Audio 1.1, `sinkId`). */
const unheard = { sampleRate: 48_000, sinkId: { type: 'none' } } as AudioContextOptions;

/**
 * Keeps the hall's microphones open, processed for a conversation and mixed, and its first camera, small. What is sent is there
 * at once and fills as they open, so that a call rings and finds its way meanwhile. The record has captures of its own, raw;
 * nothing here is evidence. A hall without a picture can speak, and one whose device comes back is seen or heard again.
 */
export function openLocalMedia(seats: readonly Seat[], devices: MediaDevices): LocalMedia {
  const mixer = new AudioContext(unheard);
  const mix = new MixMinus(mixer);
  const wanted = seats.filter(({ device }) => device.path === 'browser');
  const camera = wanted.find(({ kind }) => kind === 'camera');
  const microphones = wanted.filter(({ kind }) => kind === 'microphone');
  const picture = camera === undefined ? null : awaitedPicture((word) => keptCamera?.[word]());
  // The first look may have to ask for devices before it is told their names; later ones find the names there.
  let firstLook: Promise<readonly Found[]> | null = listDevices(devices);
  const look = async (): Promise<readonly Found[]> => {
    const found = await (firstLook ?? devices.enumerateDevices());
    firstLook = null;
    return found;
  };
  async function open(seat: Seat, wish: MediaTrackConstraints): Promise<MediaStreamTrack | null> {
    const id = deviceOf(seat, await look());
    if (id === null || isStopped) return null;
    const asked = { deviceId: { exact: id }, ...wish };
    const stream = await devices
      .getUserMedia(seat.kind === 'camera' ? { video: asked } : { audio: asked })
      .catch(() => null);
    return stream?.getTracks()[0] ?? null;
  }
  let isStopped = false;
  const keptCamera =
    camera === undefined
      ? null
      : new KeptDevice(() => open(camera, callPicture), { opened: (track) => picture?.show(track), lost: () => {} });
  const kept = microphones.map(
    (seat) =>
      new KeptDevice(() => open(seat, processed), {
        opened: (track) => mix.add(track),
        lost: (track) => mix.remove(track),
      }),
  );
  if (keptCamera !== null) kept.push(keptCamera);
  return {
    streamFor: (id) => new MediaStream([...mix.soundFor(id), ...(picture === null ? [] : [picture.track])]),
    hear: (id, tracks) => mix.hear(id, tracks),
    mix: (plan) => mix.mix(plan),
    stop() {
      isStopped = true;
      const closing = kept.map((device) => device.stop()).filter((each) => each !== null);
      picture?.stop();
      void mixer.close();
      return closing.length === 0 ? null : Promise.all(closing).then(() => {});
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
