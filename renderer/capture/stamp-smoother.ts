import { RunningMedian } from './running-median.ts';
import { StillLag } from './still-lag.ts';

/** Stamps of a sound server jitter by up to 20 ms while the machine is busy; the median of one to two seconds of buffers does not. */
const medianOf = 99;
/** A step this wide in two buffers running is no jitter: samples are missing. */
const stepUs = 60_000;
/** A step this wide needs no second buffer. */
const certainStepUs = 500_000;
/** So young a stream's stamps may run away, and they are followed only where they stand still; the first ones are all there is. */
const young = { fromUs: 1_000_000, untilUs: 15_000_000 } as const;

/**
 * Takes the jitter out of a microphone's stamps by counting its samples: a buffer's smoothed stamp is the time counted
 * from the first buffer, set right by the median of what the stamps said of late. Lives as long as the device is open.
 */
export class StampSmoother {
  #countedUs = 0;
  /** Stamp less counted time of the last buffers. */
  readonly #lagsUs = new RunningMedian(medianOf);
  #suspectUs: number | null = null;
  #lagUs = 0;
  /** Counted time at which the stream began, or began anew behind a hole. */
  #begunAtUs = 0;
  #still = new StillLag();

  /** By how much the newest buffer's stamp leads the counted time. */
  get lagUs(): number {
    return this.#lagUs;
  }

  /**
   * A stamp that was smoothed when the lag was `lagUs`, by what is known now. A device's first stamps may read 45 ms too early
   * (measured after a restart of the audio helper) or 140 ms too late; who waits a moment need not believe them. A lag that
   * grew by more is a hole: samples are missing since, and what was before it stands.
   */
  again(stampUs: number, lagUs: number): number {
    const learnedUs = this.#lagUs - lagUs;
    return learnedUs <= stepUs ? stampUs + learnedUs : stampUs;
  }

  /** The stamp of the next buffer's first sample without jitter; every buffer of the device must come, in order. All µs. */
  smooth(stampUs: number, durationUs: number): number {
    const lagUs = stampUs - this.#countedUs;
    const usualUs = this.#lagsUs.isEmpty ? lagUs : this.#lagsUs.value;
    const counted = this.#countedUs;
    this.#countedUs += durationUs;
    const nextUs = this.#nextLagUs(lagUs, usualUs);
    const ageUs = this.#countedUs - this.#begunAtUs;
    const isYoung = ageUs >= young.fromUs && ageUs <= young.untilUs;
    if (ageUs <= young.untilUs) this.#still.take(lagUs, counted);
    if (!isYoung || this.#still.isStill) this.#lagUs = nextUs;
    return counted + this.#lagUs;
  }

  #nextLagUs(lagUs: number, usualUs: number): number {
    const offUs = Math.abs(lagUs - usualUs);
    if (offUs <= stepUs) {
      this.#suspectUs = null;
      this.#lagsUs.add(lagUs);
      return this.#lagsUs.value;
    }
    const isConfirmed = this.#suspectUs !== null && Math.abs(lagUs - this.#suspectUs) <= stepUs;
    if (offUs > certainStepUs || isConfirmed) {
      this.#lagsUs.clear();
      this.#lagsUs.add(lagUs);
      this.#suspectUs = null;
      this.#begunAtUs = this.#countedUs;
      this.#still = new StillLag();
      return lagUs;
    }
    this.#suspectUs = lagUs;
    return usualUs;
  }
}
