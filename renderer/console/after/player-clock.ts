/**
 * The clock that all media elements follow: it stood at `atUs` when the page's clock showed `setAtMs`, and since
 * then runs `speed` times as fast, unless it stands.
 */
export type PlayerClock = Readonly<{ atUs: number; setAtMs: number; speed: number; isRunning: boolean }>;

/** The speeds that are offered. */
export const speeds = [0.5, 0.75, 1, 1.5, 2, 3] as const;

/** A standing clock at the hearing's zero. */
export const restingClock: PlayerClock = { atUs: 0, setAtMs: 0, speed: 1, isRunning: false };

/** Where the clock stands on the hearing's line; `nowMs` is the page's monotonic clock. */
export function clockAt(clock: PlayerClock, nowMs: number): number {
  return clock.isRunning ? clock.atUs + (nowMs - clock.setAtMs) * 1000 * clock.speed : clock.atUs;
}

/** The same clock with another place, speed or motion, without a jump in what is not changed. */
export function resetClock(
  clock: PlayerClock,
  nowMs: number,
  change: Partial<Pick<PlayerClock, 'atUs' | 'speed' | 'isRunning'>>,
): PlayerClock {
  return { ...clock, atUs: clockAt(clock, nowMs), ...change, setAtMs: nowMs };
}

/** What to do with an element that is not where the clock is. */
export type Correction =
  | Readonly<{ kind: 'none'; rate: number }>
  | Readonly<{ kind: 'rate'; rate: number }>
  | Readonly<{ kind: 'seek'; rate: number; toS: number }>;

/** An element may be this far from the clock before it is corrected: lips and words still agree. */
export const driftAllowedS = 0.08;
const driftSettledS = 0.02;
const driftSeekS = 0.5;
const nudge = 0.06;

/**
 * How to bring an element back to the clock: left alone while it is near, run slightly faster or slower until it
 * has settled when it drifted, set to its place when it is far. `wasNudged` keeps a correction going until the
 * element has settled, so that it does not hunt around the limit.
 */
export function correctDrift(
  at: Readonly<{ wantedS: number; actualS: number; speed: number; wasNudged: boolean }>,
): Correction {
  const behindS = at.wantedS - at.actualS;
  const offS = Math.abs(behindS);
  if (offS > driftSeekS) return { kind: 'seek', rate: at.speed, toS: at.wantedS };
  if (offS > (at.wasNudged ? driftSettledS : driftAllowedS)) {
    return { kind: 'rate', rate: at.speed * (behindS > 0 ? 1 + nudge : 1 - nudge) };
  }
  return { kind: 'none', rate: at.speed };
}
