import { Reopening } from '../capture/reopening.ts';

export type DeviceEvents = Readonly<{
  /** It gives sound or pictures; another track each time. */
  opened(track: MediaStreamTrack): void;
  /** That track ended of itself, or gave nothing any more. */
  lost(track: MediaStreamTrack): void;
}>;

/** An open camera that gives nothing for so long is opened again, and each time after twice as long. */
const leastPatienceS = 2;
const mostPatienceS = 32;

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
  #silentS = 0;
  #patienceS = leastPatienceS;

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

  /** Another second in which it gave nothing though it is open: a camera that is pulled out ends no track, its pictures only cease. */
  silent(): void {
    const track = this.#track;
    this.#silentS += 1;
    if (track === null || this.#silentS < this.#patienceS) return;
    // One that only takes its time to begin must not be closed for ever before it does.
    this.#patienceS = Math.min(2 * this.#patienceS, mostPatienceS);
    track.stop();
    this.#lose(track);
  }

  /** It gives again, or for the first time. */
  comes(): void {
    this.#silentS = 0;
    this.#patienceS = leastPatienceS;
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
    this.#silentS = 0;
    this.#reopening.opened(performance.now());
    // Nobody tells of an end that this page itself asked for.
    track.addEventListener('ended', () => {
      if (this.#track === track) this.#lose(track);
    });
    this.#on.opened(track);
  }

  #lose(track: MediaStreamTrack): void {
    this.#track = null;
    this.#on.lost(track);
    this.#beginAfter(this.#reopening.lost(performance.now()));
  }

  #beginAfter(delayMs: number): void {
    this.#again = setTimeout(() => this.#begin(), delayMs);
  }
}
