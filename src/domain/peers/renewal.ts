import type { HallPeerId } from '../ids.ts';
import { canonicalJson } from '../journal/canonical-json.ts';

const dayMs = 24 * 3_600_000;

/** How long a hall's key is good, when its end is told, and how long an old key waits for halls that were away; decision 0020. */
export const renewalRules = {
  lifeMs: 5 * 365 * dayMs,
  warnBeforeMs: 90 * dayMs,
  keepOldMs: 180 * dayMs,
  /** So many keys a hall has at most, the old ones counted: more than three renewals in half a year are refused. */
  mostKeys: 4,
} as const;

/** No PC on which this program runs is older, whatever its clock says. */
const earliestMs = Date.UTC(2026, 0, 1);

/** When a certificate ends that is made now; a clock that fell back to its beginning does not shorten its life. */
export function keyEndsAtMs(nowMs: number): number {
  return Math.max(nowMs, earliestMs) + renewalRules.lifeMs;
}

/** `good`, `ending` when a person must be told, `over` when no other hall lets it in any more. */
export type KeyState = 'good' | 'ending' | 'over';

/** How it stands with a key whose certificate ends then. */
export function keyState(endsAtMs: number, nowMs: number): KeyState {
  if (nowMs > endsAtMs) return 'over';
  return nowMs > endsAtMs - renewalRules.warnBeforeMs ? 'ending' : 'good';
}

/** Own keys as they stand in the file, the newest first; each id is SHA-256 of the key, lower-case hex. */
export type KeyDates = Readonly<{ id: HallPeerId; endsAtMs: number }>;

/**
 * How many of our keys are still wanted. `knownBy`: the newest key of ours that each paired hall is known to have pinned. All
 * that is newer than the oldest of these stays too, because a hall may have pinned it without our having heard so. A key
 * whose follower is older than `keepOldMs` goes in any case.
 */
export function wantedKeys(keys: readonly KeyDates[], knownBy: readonly HallPeerId[], nowMs: number): number {
  const oldestKnown = Math.max(0, ...knownBy.map((id) => keys.findIndex((key) => key.id === id)));
  const expired = keys.findIndex((_, index) => {
    const follower = keys[index - 1];
    return follower !== undefined && nowMs - (follower.endsAtMs - renewalRules.lifeMs) > renewalRules.keepOldMs;
  });
  return Math.min(oldestKnown + 1, expired < 0 ? keys.length : expired);
}

/**
 * What the old key and the new one both sign. The run of the receiving service makes a renewal that was said once worth
 * nothing later, the names make it worth nothing anywhere else.
 */
export function renewalText(
  said: Readonly<{
    /** As which hall the receiver knows the sender, and the sender the receiver. */
    from: HallPeerId;
    to: HallPeerId;
    run: string;
    oldKeyId: HallPeerId;
    /** The new certificate, PEM. */
    certificate: string;
  }>,
): string {
  return canonicalJson({ renewal: 'v1', ...said });
}
