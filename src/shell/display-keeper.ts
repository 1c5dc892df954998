import { screen } from 'electron';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { monitorNames, type MonitorName } from '#contract/shell.ts';
import { assignDisplays, swapRoles, type DisplaySeen, type KnownRoles } from './display-roles.ts';
import { isWished, placeWindows, type Bounds, type Placements, type WishedBounds } from './placement.ts';

/** What of the hall decides where windows stand. */
export type HallAsTold = Readonly<{ isHeld: boolean; hasWitnessSeat: boolean }>;
export type DisplayKeeper = Readonly<{
  place(isBenchWanted: boolean): Placements;
  /** A person says that two windows stand on one another's displays. False: a hearing is held, or one of them has no display of its own. */
  swap(one: unknown, other: unknown): boolean;
  /**
   * A person says that this window's display was replaced: it takes the one that nobody knew. False: there is none, its own is there, or
   * there are several and nobody said which of them the public does not see.
   */
  adopt(name: MonitorName): boolean;
  /** Answers true when windows may belong elsewhere by it. */
  hallTold(hall: HallAsTold): boolean;
}>;

/** No role for a file that is missing or senseless: the displays are taken in order then, as for the first time. */
function readKnown(file: string): KnownRoles {
  try {
    const given = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      monitorNames.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])),
    );
  } catch {
    return {};
  }
}

function seenDisplays(): readonly DisplaySeen[] {
  const primary = screen.getPrimaryDisplay().id;
  return screen
    .getAllDisplays()
    .map(({ id, label, bounds }) => ({ key: `${String(id)} ${label}`.trim(), bounds, isPrimary: id === primary }));
}

/** Remembers which display is whose, over unplugging and restarts. `missing` is told at every look where something changed. */
export function keepDisplays({
  file,
  wished,
  tell,
  missing: tellMissing,
}: Readonly<{
  file: string;
  wished: WishedBounds;
  tell(event: string, facts: object): void;
  missing(names: readonly MonitorName[]): void;
}>): DisplayKeeper {
  let known = readKnown(file);
  // Until the hall has said otherwise a hearing may be going on: the shell may have been started anew in the middle of it.
  let hall: HallAsTold = { isHeld: true, hasWitnessSeat: false };
  let toldMissing = '';

  function remember(next: KnownRoles): void {
    if (JSON.stringify(next) === JSON.stringify(known)) return;
    known = next;
    try {
      writeFileSync(`${file}.new`, JSON.stringify(known), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      tell('shell.displays-unwritable', { code: (error as NodeJS.ErrnoException).code });
    }
  }

  function look() {
    const displays = seenDisplays();
    const { isHeld, hasWitnessSeat } = hall;
    return { displays, assigned: assignDisplays({ displays, known, isHeld, isWitnessWanted: hasWitnessSeat }) };
  }

  return {
    adopt(name) {
      const { at, spare } = look().assigned;
      const [taken, another] = spare;
      if (taken === undefined || another !== undefined || at[name] !== null) return false;
      tell('shell.display-adopted', { monitor: name });
      remember({ ...known, [name]: taken.key });
      return true;
    },
    swap(one, other) {
      const next = isWished(wished) || hall.isHeld ? null : swapRoles(known, one, other);
      if (next === null) return false;
      tell('shell.displays-swapped', { one, other });
      remember(next);
      return true;
    },
    place(isBenchWanted) {
      const { displays, assigned } = look();
      const isByHand = isWished(wished);
      const names = isByHand ? [] : assigned.missing;
      if (!isByHand) remember(assigned.known);
      if (JSON.stringify(names) !== toldMissing) {
        toldMissing = JSON.stringify(names);
        tellMissing(names);
      }
      const boundsOf = (name: MonitorName): Bounds | null => assigned.at[name]?.bounds ?? null;
      return placeWindows({
        at: {
          console: boundsOf('console'),
          bench: boundsOf('bench'),
          screen: boundsOf('screen'),
          witness: boundsOf('witness'),
        },
        isAlone: displays.length === 1,
        wished,
        isBenchWanted,
      });
    },
    hallTold(told) {
      const isSame = told.isHeld === hall.isHeld && told.hasWitnessSeat === hall.hasWitnessSeat;
      hall = told;
      return !isSame;
    },
  };
}
