import { median } from '#domain/record/median.ts';

const windowUs = 300_000;
const windows = 5;
/** Over the windows a clock that is a thousandth off goes 1.2 ms. */
const mostApartUs = 2_000;
/** By how much more the medians of a window's fifteen buffers may be apart where its stamps jitter. */
const mostApartOfJitter = 1.2;

type Window = Readonly<{ medianUs: number; jitterUs: number }>;

/**
 * Whether a stream's lag has stood still for a second and a half, as far as a clock stands still. PulseAudio guesses where a
 * stream is between two of its reports and may learn a wrong speed from the first: stamps that were right for a second ran
 * up to 28 ms away at 3 to 10 ms a second and were back after ten (measured, one stream in four). They stood nowhere.
 */
export class StillLag {
  #inWindow: number[] = [];
  #windowEndsUs: number | null = null;
  #windows: Window[] = [];
  #isStill = false;

  get isStill(): boolean {
    return this.#isStill;
  }

  /** The lag of each buffer in order, at its counted time. */
  take(lagUs: number, countedUs: number): void {
    this.#windowEndsUs ??= countedUs + windowUs;
    this.#inWindow.push(lagUs);
    if (countedUs < this.#windowEndsUs) return;
    const medianUs = median(this.#inWindow);
    const jitterUs = median(this.#inWindow.map((each) => Math.abs(each - medianUs)));
    this.#windows = [...this.#windows.slice(1 - windows), { medianUs, jitterUs }];
    this.#inWindow = [];
    this.#windowEndsUs = countedUs + windowUs;
    const medians = this.#windows.map((each) => each.medianUs);
    const apartUs = mostApartUs + mostApartOfJitter * median(this.#windows.map((each) => each.jitterUs));
    this.#isStill = medians.length === windows && Math.max(...medians) - Math.min(...medians) <= apartUs;
  }
}
