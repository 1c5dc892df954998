import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import type { ClockReading } from './read-clock.ts';

/** A second of what the record says is a second of a hearing: more is a wrong time in the protocol. */
const offMs = 1000;
/** So wrong, a hearing is found under another day or before its own notice. */
const wrongMs = 60_000;

/**
 * Where no server is named there is nothing to look at: in a closed network it would be amber for ever, and amber that is always there is not
 * read. Where servers are named and silent a person should know.
 */
export function judgeClock(reading: ClockReading): CheckItem {
  const item = (findings: readonly CheckFinding[], figures: CheckItem['figures'] = {}): CheckItem =>
    checkItemOf({ subject: '', kind: 'clock' }, findings, figures);
  if (reading === 'none') return item([{ key: 'clock-none', verdict: 'good' }]);
  if (reading === 'silent') return item([{ key: 'clock-silent', verdict: 'look' }]);
  const { behindMs, roundTripMs, stratum } = reading;
  // What the way there and back leaves open is no fault of the clock.
  const surelyMs = Math.max(0, Math.abs(behindMs) - roundTripMs / 2);
  const key = behindMs > 0 ? 'clock-behind' : 'clock-ahead';
  const isWrong = surelyMs > wrongMs;
  return item(surelyMs <= offMs ? [] : [{ key, verdict: isWrong ? 'bad' : 'look' }], {
    behindMs,
    roundTripMs,
    stratum,
  });
}
