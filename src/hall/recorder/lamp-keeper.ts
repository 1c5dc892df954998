import type { Lamp } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import type { Alarms } from './alarms.ts';
import { freeBytesAt } from './disk.ts';
import { lampOf } from './lamp.ts';
import type { Recording } from './recording.ts';
import type { RecorderTuning } from './tuning.ts';

/** Looks at the record again and again while something is written, and tells the lamp when it changed. */
export class LampKeeper {
  readonly #tuning: RecorderTuning;
  readonly #alarms: Alarms;
  readonly #changed: (lamp: Lamp) => void;
  #lamp: Lamp = lampOf([], 0);
  #told = '';
  #recording: Recording | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;

  constructor(tuning: RecorderTuning, alarms: Alarms, changed: (lamp: Lamp) => void) {
    this.#tuning = tuning;
    this.#alarms = alarms;
    this.#changed = changed;
  }

  get lamp(): Lamp {
    return this.#lamp;
  }

  watch(recording: Recording): void {
    this.#recording = recording;
    this.#timer ??= setInterval(() => void this.#look(), this.#tuning.lampEveryMs);
  }

  /** No lamp says any more that anything is recorded. */
  rest(state: 'off' | 'closed'): void {
    this.#recording = null;
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
    this.#watchDisk(recording);
    this.#show(lamp);
  }

  #watchDisk(recording: Recording): void {
    const freeBytes = freeBytesAt(recording.ask.folder);
    if (freeBytes >= this.#tuning.reserveBytes) this.#alarms.clear('disk');
    else this.#alarms.raise('disk', fault('recorder.disk-full', { freeMb: Math.floor(freeBytes / 1e6) }));
  }

  #show(lamp: Lamp): void {
    this.#lamp = lamp;
    const states = lamp.tracks.map((track) => track.state).join(' ');
    const told = `${lamp.state} ${String(Math.floor(lamp.elapsedMs / 1000))} ${states}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#changed(lamp);
  }
}
