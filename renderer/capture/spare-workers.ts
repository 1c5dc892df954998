/** How long after one was taken the next is loaded: not while everything else begins as well. */
const refillAfterMs = 1500;

export function startTrackWorker(name = 'spare'): Worker {
  return new Worker(new URL('./track-worker.ts', import.meta.url), { type: 'module', name });
}

/**
 * Track workers that are loaded before they are needed: what is said while a worker would load is not in the record.
 * `refilled`: for a page whose sources come and go; `once`: for one that opens all its sources at its beginning.
 */
export class SpareWorkers {
  readonly #count: number;
  readonly #kept: 'refilled' | 'once';
  readonly #spare: Worker[] = [];

  constructor(count: number, kept: 'refilled' | 'once') {
    this.#count = count;
    this.#kept = kept;
    this.#refill();
  }

  take(): Worker {
    if (this.#kept === 'refilled') setTimeout(() => this.#refill(), refillAfterMs);
    return this.#spare.shift() ?? startTrackWorker();
  }

  #refill(): void {
    while (this.#spare.length < this.#count) this.#spare.push(startTrackWorker());
  }
}
