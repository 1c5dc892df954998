import { monitorNames, type MonitorName } from '#contract/shell.ts';
import type { Bounds } from './placement.ts';

/* Which window belongs on which display. Pure, so that it can be thought about without a display. */

/** `key` names the same monitor after it was unplugged. */
export type DisplaySeen = Readonly<{ key: string; bounds: Bounds; isPrimary: boolean }>;
/** Whose display is whose, as it was last. */
export type KnownRoles = Readonly<Partial<Record<MonitorName, string>>>;
export type AssignedDisplays = Readonly<{
  at: Readonly<Record<MonitorName, DisplaySeen | null>>;
  known: KnownRoles;
  /** Whose display is not there. */
  missing: readonly MonitorName[];
  /** Those that nobody knows and on which nothing stands. */
  spare: readonly DisplaySeen[];
}>;

/** Whose place the console takes when its own display is gone: the judge's before any that the public sees. */
const consoleOnPlaceOf: readonly MonitorName[] = ['bench', 'witness', 'screen'];

/**
 * Every window stays with its own display or waits for it: the judge's must never come up where the public looks. A display that nobody
 * knows is taken in order (bench, screen, witness) and remembered while no hearing is held; in a hearing it is good for the public's
 * windows only, for as long as theirs are not there. The console is always somewhere, because without it nobody could close a session.
 */
export function assignDisplays({
  displays,
  known,
  isHeld,
  isWitnessWanted,
}: Readonly<{
  displays: readonly DisplaySeen[];
  known: KnownRoles;
  isHeld: boolean;
  isWitnessWanted: boolean;
}>): AssignedDisplays {
  const at: Record<MonitorName, DisplaySeen | null> = { console: null, bench: null, screen: null, witness: null };
  const wanted = monitorNames.filter((name) => name !== 'witness' || isWitnessWanted);
  for (const name of wanted) at[name] = displays.find(({ key }) => key === known[name]) ?? null;
  const keys = Object.values(known);
  const strangers = displays
    .filter(({ key }) => !keys.includes(key))
    .sort((one, other) => Number(other.isPrimary) - Number(one.isPrimary));
  const isFirst = keys.length === 0;
  const adopted: Partial<Record<MonitorName, string>> = {};
  const adopt = (name: MonitorName): void => {
    const stranger = strangers.shift();
    if (stranger === undefined) return;
    at[name] = stranger;
    if (!isHeld || isFirst) adopted[name] = stranger.key;
  };

  if (at.console === null) {
    const lender = isFirst ? undefined : consoleOnPlaceOf.find((name) => at[name] !== null);
    // A stranger may stand before the public; the judge's display does not.
    if (lender === 'bench' || (lender !== undefined && strangers.length === 0)) {
      at.console = at[lender];
      at[lender] = null;
    } else adopt('console');
    at.console ??= displays.find(({ isPrimary }) => isPrimary) ?? displays[0] ?? null;
  }
  for (const name of wanted) if (at[name] === null && (name !== 'bench' || !isHeld || isFirst)) adopt(name);

  const next = { ...known, ...adopted };
  const missing = wanted.filter((name) => {
    const own = next[name];
    return own !== undefined && (at[name] === null || (name === 'console' && at.console?.key !== own));
  });
  return {
    at,
    known: next,
    missing,
    spare: strangers.filter((each) => Object.values(at).every((used) => used !== each)),
  };
}

/** The roles with two displays exchanged; null where these are not two windows that have displays. What is given comes from a page. */
export function swapRoles(known: KnownRoles, one: unknown, other: unknown): KnownRoles | null {
  const nameOf = (given: unknown): MonitorName | undefined => monitorNames.find((name) => name === given);
  const [first, second] = [nameOf(one), nameOf(other)];
  if (first === undefined || second === undefined || first === second) return null;
  const [firstKey, secondKey] = [known[first], known[second]];
  return firstKey === undefined || secondKey === undefined
    ? null
    : { ...known, [first]: secondKey, [second]: firstKey };
}
