import type { Lamp } from '#contract/papers.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { RecorderEvents } from './door.ts';
import { lampOf } from './lamp.ts';
import type { Recording } from './recording.ts';
import type { RecorderTuning } from './tuning.ts';

/** Looks at the record again and again while something is written, and tells the lamp when it changed. */
export class LampKeeper {
  readonly #tuning: RecorderTuning;
  readonly #disk: DiskWatch;
  readonly #on: Pick<RecorderEvents, 'lampChanged'>;
  #lamp: Lamp = lampOf([], 0);
  #told = '';
  #recording: Recording | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;

  constructor(tuning: RecorderTuning, disk: DiskWatch, on: Pick<RecorderEvents, 'lampChanged'>) {
    this.#tuning = tuning;
    this.#disk = disk;
    this.#on = on;
  }

  get lamp(): Lamp {
    return this.#lamp;
  }

  watch(recording: Recording): void {
    this.#recording = recording;
    this.#disk.watch(recording, () => this.#lamp);
    this.#timer ??= setInterval(() => void this.#look(), this.#tuning.lampEveryMs);
  }

  /** No lamp says any more that anything is recorded. */
  rest(state: 'off' | 'closed'): void {
    this.#recording = null;
    this.#disk.rest();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#show({ state, elapsedMs: state === 'off' ? 0 : this.#lamp.elapsedMs, tracks: [], worst: null });
  }

  async #look(): Promise<void> {
    const recording = this.#recording;
    if (recording === null || this.#isLooking) return;
    this.#isLooking = true;
    const lamp = await recording.look().finally(() => {
      this.#isLooking = false;
    });
    if (this.#recording !== recording) return;
    this.#show(lamp);
  }

  #show(lamp: Lamp): void {
    this.#lamp = lamp;
    const states = lamp.tracks.map((track) => track.state).join(' ');
    const told = `${lamp.state} ${String(Math.floor(lamp.elapsedMs / 1000))} ${states}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#on.lampChanged(lamp);
  }
}
