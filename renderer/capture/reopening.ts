/** A device that was lost is asked for at once: mostly one of Chromium's helpers died, and another is there already. */
const pausesMs = [0, 100, 250, 500, 1000] as const;
/** One that is lost again so soon is asked for after a pause, so that it does not begin epochs without end. */
const steadyAfterMs = 3000;

/** How long to wait before a device is opened again. */
export class Reopening {
  #tries = 0;
  #openedAtMs = -Infinity;

  /** It was never open. */
  get isFirst(): boolean {
    return this.#openedAtMs === -Infinity;
  }

  opened(nowMs: number): void {
    this.#openedAtMs = nowMs;
  }

  /** It was open and is gone. */
  lost(nowMs: number): number {
    if (nowMs - this.#openedAtMs > steadyAfterMs) this.#tries = 0;
    return this.missed();
  }

  /** It could not be opened. */
  missed(): number {
    const pauseMs = pausesMs[Math.min(this.#tries, pausesMs.length - 1)] ?? 0;
    this.#tries += 1;
    return pauseMs;
  }
}
