import type { HallState } from '#contract/papers.ts';
import type { Seat } from '#domain/seats.ts';
import { copiedPicture } from '../capture/copied-picture.ts';
import { deviceOf, listDevices } from './local-media.ts';

/** As the bench shows a camera: it stands among others on a large monitor. */
const ownPicture = { width: 1280, height: 720, frameRate: 15 } as const;

type Open = Readonly<{ picture: MediaStream; stop(): void }>;

/**
 * The camera that shows this hall to its own public: the one that looks at the hall, else the first; null while nobody is to see it (P6,
 * L5, another layout, no public monitor).
 */
export function wantedSight(state: HallState): Seat | null {
  const { hearing, monitors, previewsAllowed, screenConnected } = state;
  const isHeld = hearing !== null && !['planned', 'checked', 'ended'].includes(hearing.phase);
  const isWanted = isHeld && !hearing.isSessionClosed && hearing.interruption === null && screenConnected;
  if (!isWanted || !previewsAllowed || monitors.layout !== 'overview') return null;
  const cameras = state.hall.seats.filter(({ kind, device }) => kind === 'camera' && device.path === 'browser');
  return cameras.find(({ place }) => place === 'hall') ?? cameras[0] ?? null;
}

/** Keeps that camera open for as long as it is wanted, and no longer. The record has a capture of its own. */
export class OwnSight {
  readonly #devices: MediaDevices;
  readonly #changed: () => void;
  #wanted: Seat | null = null;
  #open: Open | null = null;
  #opening = 0;
  /** Each order to open or close makes what was begun before it worthless. */
  #order = 0;

  constructor(devices: MediaDevices, changed: () => void) {
    this.#devices = devices;
    this.#changed = changed;
  }

  /** True while the camera is open or being opened. */
  get isOpen(): boolean {
    return this.#open !== null || this.#opening > 0;
  }

  get picture(): MediaStream | null {
    return this.#open?.picture ?? null;
  }

  follow(state: HallState): void {
    const seat = wantedSight(state);
    if (keyOf(seat) === keyOf(this.#wanted)) return;
    this.#close();
    this.#wanted = seat;
    if (seat !== null) void this.#begin(seat);
  }

  /** P6, L5: from this moment, ahead of the state that says so. */
  cut(): void {
    this.#close();
  }

  #close(): void {
    this.#order += 1;
    this.#wanted = null;
    this.#open?.stop();
    this.#open = null;
    this.#changed();
  }

  async #begin(seat: Seat): Promise<void> {
    const order = this.#order;
    this.#opening += 1;
    const camera = await this.#openCamera(seat).catch(() => null);
    this.#opening -= 1;
    if (camera !== null && order !== this.#order) camera.stop();
    else if (camera !== null) {
      const copied = copiedPicture(camera);
      this.#open = {
        picture: new MediaStream([copied.track]),
        stop() {
          copied.stop();
          camera.stop();
        },
      };
    }
    this.#changed();
  }

  /** Null where it is not there; the public then sees the others, and the lamp tells of the camera. */
  async #openCamera(seat: Seat): Promise<MediaStreamTrack | null> {
    const deviceId = deviceOf(seat, await listDevices(this.#devices));
    if (deviceId === null) return null;
    const stream = await this.#devices.getUserMedia({ video: { deviceId: { exact: deviceId }, ...ownPicture } });
    return stream.getVideoTracks()[0] ?? null;
  }
}

function keyOf(seat: Seat | null): string {
  return seat === null ? '' : JSON.stringify([seat.id, seat.device]);
}
