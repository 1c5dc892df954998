import { monitorNames, type MonitorName } from '#contract/shell.ts';

/** Where the visible windows stand. Pure, so that it can be thought about without a display. */
export type Bounds = Readonly<{ x: number; y: number; width: number; height: number }>;
export type Placement = Readonly<{ bounds: Bounds; isKiosk: boolean }>;
export type Placements = Readonly<Record<MonitorName, Placement | null>>;

/** Bounds given explicitly (TARAZY_WINDOWS), for laboratories and unusual halls; null keeps a window closed. */
export type WishedBounds = Readonly<Partial<Record<MonitorName, Bounds | null>>>;

/** The console's layout holds down to this width. */
const narrowestConsole = 1280;
const benchShare = 1 / 3;

/** Whether bounds were given for any window. */
export function isWished(wished: WishedBounds): boolean {
  return monitorNames.some((name) => wished[name] !== undefined);
}

/**
 * Each window fills the display that it was given (`at`). Where the console's is the only one (`isAlone`) the bench is shown only when
 * asked for, beside the console where both fit and over its right edge where not.
 */
export function placeWindows({
  at,
  isAlone,
  wished,
  isBenchWanted,
}: Readonly<{
  at: Readonly<Record<MonitorName, Bounds | null>>;
  isAlone: boolean;
  wished: WishedBounds;
  isBenchWanted: boolean;
}>): Placements {
  if (isWished(wished)) {
    const given = (name: MonitorName): Placement | null => {
      const bounds = wished[name] === undefined ? at[name] : wished[name];
      return bounds === null ? null : { bounds, isKiosk: false };
    };
    return { console: given('console'), bench: given('bench'), screen: given('screen'), witness: given('witness') };
  }
  const whole = (bounds: Bounds | null): Placement | null => (bounds ? { bounds, isKiosk: true } : null);
  const { console: primary } = at;
  if (primary === null || !isAlone || !isBenchWanted)
    return { console: whole(primary), bench: whole(at.bench), screen: whole(at.screen), witness: whole(at.witness) };
  const benchWidth = Math.round(primary.width * benchShare);
  const consoleWidth = Math.min(primary.width, Math.max(narrowestConsole, primary.width - benchWidth));
  return {
    console: { bounds: { ...primary, width: consoleWidth }, isKiosk: false },
    bench: { bounds: { ...primary, x: primary.x + primary.width - benchWidth, width: benchWidth }, isKiosk: false },
    screen: null,
    witness: null,
  };
}

/** Reads TARAZY_WINDOWS; what is no JSON of bounds is treated as not given. */
export function readWishedBounds(text: string | undefined): WishedBounds {
  const isBounds = (given: unknown): given is Bounds =>
    typeof given === 'object' &&
    given !== null &&
    ['x', 'y', 'width', 'height'].every((side) => Number.isFinite((given as Record<string, unknown>)[side]));
  try {
    const given = JSON.parse(text ?? '{}') as Record<string, unknown>;
    const read = monitorNames.flatMap((name) => {
      const bounds = given[name];
      return isBounds(bounds) || bounds === null ? [[name, bounds] as const] : [];
    });
    return Object.fromEntries(read);
  } catch {
    return {};
  }
}
