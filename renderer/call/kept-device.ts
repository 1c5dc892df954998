import { Reopening } from '../capture/reopening.ts';

export type DeviceEvents = Readonly<{
  /** It gives sound or pictures; another track each time. */
  opened(track: MediaStreamTrack): void;
  /** That track ended of itself. */
  lost(track: MediaStreamTrack): void;
}>;

/**
 * A device of the hall for as long as there is a call: opened, and opened again at once and then each second when it is lost
 * or was not there, because a hall that became mute or blind for a moment must not stay so until somebody dials again.
 */
export class KeptDevice {
  readonly #open: () => Promise<MediaStreamTrack | null>;
  readonly #on: DeviceEvents;
  readonly #reopening = new Reopening();
  #track: MediaStreamTrack | null = null;
  #opening: Promise<void> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** `open` answers null where the device is not there or is refused. */
  constructor(open: () => Promise<MediaStreamTrack | null>, on: DeviceEvents) {
    this.#open = open;
    this.#on = on;
    this.#begin();
  }

  /** Closes it for ever. Null: it is not open any more; else what comes when what was still being opened is closed too (L5). */
  stop(): Promise<void> | null {
    this.#isStopped = true;
    clearTimeout(this.#again);
    this.#track?.stop();
    this.#track = null;
    return this.#opening;
  }

  #begin(): void {
    this.#opening = this.#open().then((track) => {
      this.#opening = null;
      if (this.#isStopped) track?.stop();
      else if (track === null) this.#beginAfter(this.#reopening.missed());
      else this.#take(track);
    });
  }

  #take(track: MediaStreamTrack): void {
    this.#track = track;
    this.#reopening.opened(performance.now());
    // Nobody tells of an end that this page itself asked for.
    track.addEventListener('ended', () => {
      if (this.#track !== track) return;
      this.#track = null;
      this.#on.lost(track);
      this.#beginAfter(this.#reopening.lost(performance.now()));
    });
    this.#on.opened(track);
  }

  #beginAfter(delayMs: number): void {
    this.#again = setTimeout(() => this.#begin(), delayMs);
  }
}
