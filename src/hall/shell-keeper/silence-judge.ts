/** What the hall service has ended when it does not answer. */
export type SilentPart = 'shell' | 'network' | 'recorder' | 'audio' | 'video-capture' | 'sound-path';
/** When each was heard last, in ms of one clock; null: it is not there, or nothing is to be expected of it. */
export type LastHeard = Readonly<Record<SilentPart, number | null>>;

/** From that to which everything else is silent as well: whoever stands still makes those behind it seem to. */
const order = [
  'shell',
  'network',
  'recorder',
  'audio',
  'video-capture',
  'sound-path',
] as const satisfies readonly SilentPart[];
const limitsMs: Readonly<Record<SilentPart, number>> = {
  shell: 3000,
  network: 2000,
  recorder: 2000,
  audio: 2800,
  // Whoever keeps a camera's pictures and stands still is found by the shell within three seconds.
  'video-capture': 3300,
  'sound-path': 3000,
};
/** Behind these nobody stands: while they are silent the others can be judged. */
const last: readonly SilentPart[] = ['audio', 'video-capture', 'sound-path'];
/** Heard so lately, it cannot be the one because of which another is silent. */
const freshMs = 1250;
/** A look that comes so late shows that we stood still ourselves, or the whole machine did. */
const lateMs = 1000;

/** So many times its limit after it was accused it is there again, or it was spared and is accused once more. */
const againAfterLimits = 4;

/** Finds the one process that stands still. Each is accused once, and again when it was heard or much later. */
export class SilenceJudge {
  #lastLookMs: number | null = null;
  #trustedSinceMs = 0;
  readonly #accused = new Map<SilentPart, number>();

  /** Looked at several times a second. */
  look(heard: LastHeard, nowMs: number): SilentPart | null {
    if (this.#lastLookMs === null || nowMs - this.#lastLookMs > lateMs) this.#trustedSinceMs = nowMs;
    this.#lastLookMs = nowMs;
    for (const part of order) {
      const heardMs = heard[part];
      if (heardMs === null) continue;
      const accusedMs = this.#accused.get(part);
      if (accusedMs !== undefined && heardMs <= accusedMs && nowMs - accusedMs <= againAfterLimits * limitsMs[part]) {
        // It is being ended; what is behind it comes back with it or is silent because of it.
        if (last.includes(part)) continue;
        return null;
      }
      const silentMs = nowMs - Math.max(heardMs, this.#trustedSinceMs);
      if (silentMs > limitsMs[part]) {
        this.#accused.set(part, nowMs);
        return part;
      }
      if (silentMs > freshMs && !last.includes(part)) return null;
    }
    return null;
  }
}
