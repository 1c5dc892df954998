import type { HallState } from '#contract/papers.ts';
import type { Seat } from '#domain/seats.ts';
import { awaitedPicture } from '../capture/copied-picture.ts';
import type { OpenNetworkPicture } from '../capture/network-picture.ts';
import { KeptDevice } from './kept-device.ts';
import { deviceLook, deviceOf } from './local-media.ts';

/** As the bench shows a camera: it stands among others on a large monitor. */
const ownPicture = { width: 1280, height: 720, frameRate: 15 } as const;

/** Null: it is closed; else what comes when it is. */
type Open = Readonly<{ stop(): Promise<void> | null }>;

/**
 * The camera that shows this hall to its own public: the one that looks at the hall, else the first; null while nobody is to see it (P6,
 * L5, another layout, no public monitor).
 */
export function wantedSight(state: HallState): Seat | null {
  const { hearing, monitors, previewsAllowed, screenConnected } = state;
  const isHeld = hearing !== null && !['planned', 'checked', 'ended'].includes(hearing.phase);
  const isWanted = isHeld && !hearing.isSessionClosed && hearing.interruption === null && screenConnected;
  if (!isWanted || !previewsAllowed || monitors.layout !== 'overview') return null;
  const cameras = state.hall.seats.filter(({ kind, device }) => kind === 'camera' && device.path !== 'remote');
  return cameras.find(({ place }) => place === 'hall') ?? cameras[0] ?? null;
}

/** Keeps that camera open for as long as it is wanted, and no longer. The record has a capture of its own. */
export class OwnSight {
  readonly #devices: MediaDevices;
  readonly #look: ReturnType<typeof deviceLook>;
  readonly #openNetwork: OpenNetworkPicture;
  readonly #changed: () => void;
  #over = new AbortController();
  #wanted: Seat | null = null;
  #open: Open | null = null;
  #picture: MediaStream | null = null;
  /** Cameras that were let go of while they were being opened, and are not closed yet. */
  #closing = 0;

  constructor(devices: MediaDevices, openNetwork: OpenNetworkPicture, changed: () => void) {
    this.#devices = devices;
    this.#openNetwork = openNetwork;
    this.#look = deviceLook(devices);
    this.#changed = changed;
  }

  /** True while the camera is open or being opened. */
  get isOpen(): boolean {
    return this.#open !== null || this.#closing > 0;
  }

  /** Null while it gives nothing: the public then sees the others, and the lamp tells of the camera. */
  get picture(): MediaStream | null {
    return this.#picture;
  }

  follow(state: HallState): void {
    const seat = wantedSight(state);
    if (keyOf(seat) === keyOf(this.#wanted)) return;
    this.#close();
    this.#wanted = seat;
    if (seat !== null) this.#open = this.#begin(seat);
  }

  /** P6, L5: from this moment, ahead of the state that says so. */
  cut(): void {
    this.#close();
  }

  #close(): void {
    this.#over.abort();
    const closing = this.#open?.stop() ?? null;
    this.#wanted = null;
    this.#open = null;
    this.#picture = null;
    if (closing !== null) {
      this.#closing += 1;
      void closing.then(() => {
        this.#closing -= 1;
        this.#changed();
      });
    }
    this.#changed();
  }

  #begin(seat: Seat): Open {
    this.#over = new AbortController();
    const copied = awaitedPicture((word) => {
      if (this.#open !== open) return;
      if (word === 'comes' && this.#picture === null) this.#show(new MediaStream([copied.track]));
      kept[word]();
    });
    const kept = new KeptDevice(() => this.#openCamera(seat), {
      opened: (track) => copied.show(track),
      lost: () => this.#show(null),
    });
    const open: Open = {
      stop() {
        copied.stop();
        return kept.stop();
      },
    };
    return open;
  }

  #show(picture: MediaStream | null): void {
    this.#picture = picture;
    this.#changed();
  }

  /** Null where it is not there. */
  async #openCamera(seat: Seat): Promise<MediaStreamTrack | null> {
    const stream = await (seat.device.path === 'network'
      ? this.#openNetwork(seat.id, ownPicture, this.#over.signal)
      : this.#openDevice(seat));
    return stream?.getVideoTracks()[0] ?? null;
  }

  async #openDevice(seat: Seat): Promise<MediaStream | null> {
    const deviceId = deviceOf(seat, await this.#look());
    // It may be let go of meanwhile, and need not be opened then (P6, L5).
    if (deviceId === null || this.#wanted !== seat) return null;
    const wish = { video: { deviceId: { exact: deviceId }, ...ownPicture } };
    return this.#devices.getUserMedia(wish).catch(() => null);
  }
}

function keyOf(seat: Seat | null): string {
  return seat === null ? '' : JSON.stringify([seat.id, seat.device]);
}
