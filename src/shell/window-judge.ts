import type { ShellPart } from '#contract/parts.ts';

/** A window that is there; `id` is new for a new page. `isLoading`: it is not asked anything yet. */
export type WatchedWindow = Readonly<{
  part: 'recorder' | 'call' | 'console';
  id: number;
  isLoading: boolean;
  isShown: boolean;
}>;
/** `pulse` comes from a thread beside the script, where a window has one; `runs` from the script; `painted` after a picture. */
export type Sign = 'pulse' | 'runs' | 'painted';

/** A process that stands still keeps the pictures of the cameras that it shows. */
const pulseLimitMs = 2000;
/** A script may be busy for five seconds without harm to the record; beyond this nobody believes that it comes back. */
const runLimitMs = 8000;
const paintLimitMs = 2500;
/** No page loads where the painting helper stands still from its beginning, not even one that nobody sees. */
const loadLimitMs = 6000;
/** A script that answered within this has time to be painted. */
const steadyMs = 1500;
/** Chromium gives up altogether when its painting helper goes too often; then the service starts all of it anew. */
const gpuPauseMs = 60_000;
/** A look that comes so late shows that we stood still ourselves. */
const lateMs = 1500;

type Heard = { pulseMs: number | null; runsMs: number; steadySinceMs: number; loadingSinceMs: number };

/** Finds the window, or the painting helper behind it, that stands still. */
export class WindowJudge {
  readonly #heard = new Map<number, Heard>();
  #lastLookMs: number | null = null;
  #gpuEndedMs = -Infinity;

  heard(id: number, sign: Sign, nowMs: number): void {
    const heard = this.#of(id, nowMs);
    if (sign === 'pulse') heard.pulseMs = nowMs;
    else if (sign === 'painted') heard.steadySinceMs = nowMs;
    else {
      // A script that was busy is painted only after it has come back.
      if (nowMs - heard.runsMs > steadyMs) heard.steadySinceMs = nowMs;
      heard.runsMs = nowMs;
    }
  }

  /** Looked at several times a second; names each that stands still once. */
  look(windows: readonly WatchedWindow[], nowMs: number): ShellPart | null {
    if (this.#lastLookMs !== null && nowMs - this.#lastLookMs > lateMs) this.#heard.clear();
    this.#lastLookMs = nowMs;
    for (const { part, id, isShown, isLoading } of windows) {
      const heard = this.#of(id, nowMs);
      if (isLoading) {
        heard.pulseMs = null;
        heard.runsMs = heard.steadySinceMs = nowMs;
        if (nowMs - heard.loadingSinceMs > loadLimitMs && this.#mayEndGpu(nowMs)) return 'gpu';
        continue;
      }
      heard.loadingSinceMs = nowMs;
      const isStill = heard.pulseMs !== null && nowMs - heard.pulseMs > pulseLimitMs;
      if (isStill || nowMs - heard.runsMs > runLimitMs) {
        this.#heard.delete(id);
        return part;
      }
      if (!isShown || nowMs - heard.runsMs > steadyMs) heard.steadySinceMs = nowMs;
      // A script that runs and is not painted waits for the helper.
      if (nowMs - heard.steadySinceMs > paintLimitMs && this.#mayEndGpu(nowMs)) return 'gpu';
    }
    return null;
  }

  #mayEndGpu(nowMs: number): boolean {
    if (nowMs - this.#gpuEndedMs <= gpuPauseMs) return false;
    this.#gpuEndedMs = nowMs;
    return true;
  }

  /** What was never heard counts from the first look. */
  #of(id: number, nowMs: number): Heard {
    const known = this.#heard.get(id) ?? {
      pulseMs: null,
      runsMs: nowMs,
      steadySinceMs: nowMs,
      loadingSinceMs: nowMs,
    };
    this.#heard.set(id, known);
    return known;
  }
}
