import type { PlannedTrack } from '#contract/capture.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { OpenDevice } from '../capture/open-device.ts';

/** Chromium's names for "whatever the system thinks best", which may change under a hearing. */
const floatingIds = ['default', 'communications'];
const leastRateShare = 0.9;
/** A camera that gives no more than this much of the wanted rate gives it of itself. */
const mostRateShare = 1.04;

type ListedDevice = Readonly<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>>;

/**
 * The device of a binding: where the sound server was asked, the one that it meant, else by its id, else the only one of
 * exactly this label. Never a default: null when it is not there, or when nobody can tell which of several is meant.
 */
export function findDevice(
  devices: readonly ListedDevice[],
  kind: 'camera' | 'microphone',
  binding: Readonly<{ label: string; deviceId: string }>,
  among?: PlannedTrack['among'],
): string | null {
  const ofKind = devices.filter(
    (each) =>
      each.kind === (kind === 'camera' ? 'videoinput' : 'audioinput') &&
      !floatingIds.includes(each.deviceId) &&
      each.deviceId !== '',
  );
  if (among !== undefined) {
    // Chromium lists them in the sound server's own order; another count is another moment.
    const equal = ofKind.filter((each) => each.label === among.label);
    return equal.length === among.of ? (equal[among.nth - 1]?.deviceId ?? null) : null;
  }
  if (ofKind.some((each) => each.deviceId === binding.deviceId)) return binding.deviceId;
  const [only, another] = ofKind.filter((each) => each.label === binding.label);
  return only !== undefined && another === undefined ? only.deviceId : null;
}

/** Says when a camera gives something else than was wanted: `1280x720@25` in the fault's arguments. */
export function checkSize(
  planned: Pick<PlannedTrack, 'seatId' | 'video'>,
  got: Readonly<{ width: number; height: number; frameRate: number }>,
): Fault | null {
  const { video, seatId } = planned;
  if (video === undefined) return null;
  if (got.width === video.width && got.height === video.height && got.frameRate >= video.frameRate * leastRateShare)
    return null;
  const words = (size: typeof got): string => `${size.width}x${size.height}@${Math.round(size.frameRate)}`;
  return fault('recorder.wrong-size', { seat: seatId, got: words(got), wanted: words(video) });
}

/**
 * Raw sound: what the microphone gave, not what a conference would like to hear. A camera that gives the wanted rate of
 * itself is asked for none: Chromium lets no more through than was asked for and goes by a moving mean of the steps between
 * pictures, so that one which came late had the next thrown away (measured: four in a thousand on a busy machine).
 */
function constraintsOf(planned: PlannedTrack, deviceId: string, ownMostRate: number | null): MediaStreamConstraints {
  if (planned.kind === 'microphone') {
    return {
      audio: {
        deviceId: { exact: deviceId },
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
        channelCount: 1,
        sampleRate: 48_000,
      },
    };
  }
  const { video } = planned;
  return {
    video: {
      deviceId: { exact: deviceId },
      ...(video !== undefined && { width: video.width, height: video.height }),
      ...(video !== undefined && (ownMostRate ?? Infinity) > video.frameRate * mostRateShare
        ? { frameRate: video.frameRate }
        : {}),
      // The picture as the camera gives it; a wrong size is told, not hidden by scaling.
      ...({ resizeMode: 'none' } as MediaTrackConstraints),
    },
  };
}

/** How many pictures a second a camera can give at most; null where Chromium does not tell. */
function mostRateOf(devices: readonly ListedDevice[], deviceId: string): number | null {
  const device = devices.find((each) => each.kind === 'videoinput' && each.deviceId === deviceId);
  return device instanceof InputDeviceInfo ? (device.getCapabilities().frameRate?.max ?? null) : null;
}

let listing: Promise<readonly ListedDevice[]> | null = null;

/** All that open at the same moment look at one list: Chromium makes each anew. */
function listOnce(): Promise<readonly ListedDevice[]> {
  listing ??= navigator.mediaDevices.enumerateDevices().finally(() => (listing = null));
  return listing;
}

/**
 * The devices of this machine with their names. A page that has not opened anything yet may be told of no names, and of
 * PipeWire's cameras not at all, until it has opened some device of the kind for a moment; nothing of that is kept.
 */
async function listDevices(
  kind: 'camera' | 'microphone',
  isKnown: (devices: readonly ListedDevice[]) => boolean,
): Promise<readonly ListedDevice[]> {
  const listed = await listOnce();
  if (isKnown(listed)) return listed;
  const primed = await navigator.mediaDevices
    .getUserMedia(kind === 'camera' ? { video: true } : { audio: true })
    .catch(() => null);
  for (const track of primed?.getTracks() ?? []) track.stop();
  return navigator.mediaDevices.enumerateDevices();
}

/** The cameras that are asked for at this moment. */
let camerasTurn: Promise<unknown> = Promise.resolve();
/** A microphone waits no longer for cameras that do not come. */
const camerasFirstMs = 150;

/** One camera after another: Chromium's capture process may fall over when PipeWire cameras start at the same moment. */
function inCamerasTurn<Value>(open: () => Promise<Value>): Promise<Value> {
  const opened = camerasTurn.then(open);
  camerasTurn = opened.catch(() => undefined);
  return opened;
}

/** Opens the planned device. Faults: `recorder.device-missing`, `recorder.device-refused`. */
export async function openDevice(planned: PlannedTrack): Promise<Outcome<OpenDevice>> {
  if (planned.kind === 'camera') return await inCamerasTurn(() => openNow(planned));
  // The browser opens one after the other, a camera in a fifth of a microphone's time; and a seat's sound has a second way.
  await Promise.resolve();
  await Promise.race([camerasTurn, new Promise((resolve) => setTimeout(resolve, camerasFirstMs))]);
  return await openNow(planned);
}

async function openNow(planned: PlannedTrack): Promise<Outcome<OpenDevice>> {
  const { seatId, kind, device } = planned;
  if (device.path !== 'browser') return failed(fault('recorder.device-missing', { seat: seatId }));
  try {
    const find = (devices: readonly ListedDevice[]): string | null => findDevice(devices, kind, device, planned.among);
    const listed = await listDevices(kind, (devices) => find(devices) !== null);
    const deviceId = find(listed);
    if (deviceId === null) return failed(fault('recorder.device-missing', { seat: seatId }));
    const stream = await navigator.mediaDevices.getUserMedia(
      constraintsOf(planned, deviceId, mostRateOf(listed, deviceId)),
    );
    const [track] = stream.getTracks();
    if (track === undefined) return failed(fault('recorder.device-refused', { seat: seatId, cause: 'no-track' }));
    const { width = 0, height = 0, frameRate = 0, sampleRate = 0 } = track.getSettings();
    const got = { width, height, frameRate, sampleRate, label: track.label.slice(0, 300) };
    return done({ track, got, wrongSize: checkSize(planned, got) });
  } catch (error) {
    const cause = error instanceof DOMException ? error.name : 'unknown';
    const isMissing = cause === 'NotFoundError' || cause === 'OverconstrainedError';
    return failed(
      isMissing
        ? fault('recorder.device-missing', { seat: seatId })
        : fault('recorder.device-refused', { seat: seatId, cause }),
    );
  }
}
