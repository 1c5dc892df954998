import { checkItemOf, type CheckFinding, type CheckItem } from './check-item.ts';

export type Place = Readonly<{ x: number; y: number; width: number; height: number }>;

/** A monitor that the hall's windows are put on, as the shell sees it now. Places in units of the system's desk, sizes in true pixels. */
export type StandingMonitor<Name extends string = string> = Readonly<{
  monitor: Name;
  /** Where its window belongs. */
  wanted: Place;
  /** Where it stands; null: there is none, or it is hidden. */
  window: Place | null;
  widthPx: number;
  heightPx: number;
  /** The system draws everything so much larger. */
  scale: number;
}>;

/** As much of its place as a window of ours must fill; a system's bar at an edge is no fault. */
const filledShare = 0.9;
/** The screens are laid out down to this size. */
const least = { widthPx: 1280, heightPx: 720 } as const;

function sharedArea(one: Place, other: Place): number {
  const over = (from: number, length: number, otherFrom: number, otherLength: number): number =>
    Math.max(0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom));
  return over(one.x, one.width, other.x, other.width) * over(one.y, one.height, other.y, other.height);
}

/**
 * One item a monitor: whether it is there, its window stands where it belongs, and its page shows what the hall tells it. The judge's
 * is needed to lead a hearing that is recorded; without another one a hearing can be held.
 */
export function judgeMonitors<Name extends string>(
  seen: Readonly<{ missing: readonly Name[]; standing: readonly StandingMonitor<Name>[] }>,
  isFed: (monitor: Name) => boolean,
): readonly CheckItem[] {
  const gone = seen.missing.map((monitor) =>
    checkItemOf(
      { subject: monitor, kind: 'monitor' },
      [{ key: 'monitor-missing', verdict: monitor === 'bench' ? 'bad' : 'look' }],
      {},
    ),
  );
  const there = seen.standing
    .filter(({ monitor }) => !seen.missing.includes(monitor))
    .map(({ monitor, wanted, window, widthPx, heightPx, scale }) => {
      const findings: CheckFinding[] = [];
      const told = (key: string): number => findings.push({ key, verdict: 'look' });
      const share = window === null ? 0 : sharedArea(window, wanted) / Math.max(1, wanted.width * wanted.height);
      if (window === null || !isFed(monitor)) told('monitor-empty');
      else if (share < filledShare) told('monitor-displaced');
      if (widthPx < least.widthPx || heightPx < least.heightPx) told('monitor-small');
      return checkItemOf({ subject: monitor, kind: 'monitor' }, findings, {
        ...{ x: wanted.x, y: wanted.y, widthPx, heightPx, scale, filledShare: share },
      });
    });
  return [...gone, ...there];
}
