/** How long after one was taken the next is loaded: not while everything else begins as well. */
const refillAfterMs = 1500;

export function startTrackWorker(name = 'spare'): Worker {
  return new Worker(new URL('./track-worker.ts', import.meta.url), { type: 'module', name });
}

/**
 * Track workers that are loaded before they are needed: what a hall that comes on the line says while its worker would
 * load is not in the record.
 */
export class SpareWorkers {
  readonly #count: number;
  readonly #spare: Worker[] = [];

  constructor(count: number) {
    this.#count = count;
    this.#refill();
  }

  take(): Worker {
    setTimeout(() => this.#refill(), refillAfterMs);
    return this.#spare.shift() ?? startTrackWorker();
  }

  #refill(): void {
    while (this.#spare.length < this.#count) this.#spare.push(startTrackWorker());
  }
}
