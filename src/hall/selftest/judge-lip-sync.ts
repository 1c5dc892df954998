import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import type { HeardBeeps, SeenFlashes } from '#measure/lip-sync.ts';

/** From here on people notice (ITU-R BT.1359-1): sound that comes before its picture sooner than sound that comes after it. */
const earlyFromMs = 45;
const lateFromMs = 125;

/**
 * One item for each camera that sees a monitor flash: how much later than that the beep was heard which belonged to it, both by the times
 * of the recorded file. By the microphone that hears it best; monitor and loudspeaker have delays of their own in it, so that what it tells
 * best is what has changed. A camera that sees no monitor has no item, and a hall in which none is seen one that says so.
 */
export function judgeLipSync(
  seats: readonly Seat[],
  pictures: ReadonlyMap<SeatId, Readonly<{ flashes: SeenFlashes | null }> | null>,
  sounds: ReadonlyMap<SeatId, Readonly<{ beeps: HeardBeeps | null }> | null>,
): readonly CheckItem[] {
  const heard = [...sounds.values()].flatMap((sound) => sound?.beeps ?? []);
  const beeps = heard.toSorted((one, other) => other.overRestDb - one.overRestDb)[0];
  const seen = seats.flatMap((seat) => {
    const flashes = pictures.get(seat.id)?.flashes ?? null;
    return flashes === null ? [] : [{ seat, flashes }];
  });
  const nothing = (key: string): readonly CheckItem[] => [
    checkItemOf({ subject: '', kind: 'lip-sync' }, [{ key, verdict: 'look' }], {}),
  ];
  if (beeps === undefined) return nothing('beep-unheard');
  if (seen.length === 0) return nothing('flash-unseen');
  return seen.map(({ seat, flashes }) => {
    const soundLateMs = beeps.lateMs - flashes.lateMs;
    const findings: CheckFinding[] = [];
    if (soundLateMs > lateFromMs) findings.push({ key: 'sound-late', verdict: 'look' });
    if (soundLateMs < -earlyFromMs) findings.push({ key: 'sound-early', verdict: 'look' });
    return checkItemOf({ subject: seat.id, kind: 'lip-sync' }, findings, {
      ...{ soundLateMs, flashLateMs: flashes.lateMs, flashContrast: flashes.contrast },
      ...{ beepLateMs: beeps.lateMs, beepOverRestDb: beeps.overRestDb },
    });
  });
}
