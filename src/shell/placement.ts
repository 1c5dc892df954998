/** Where the visible windows stand. Pure, so that it can be thought about without a display. */
export type Bounds = Readonly<{ x: number; y: number; width: number; height: number }>;
export type Placement = Readonly<{ bounds: Bounds; isKiosk: boolean }>;
export type Placements = Readonly<{ console: Placement | null; bench: Placement | null; screen: Placement | null }>;

/** Bounds given explicitly (TARAZY_WINDOWS), for laboratories and unusual halls; null keeps a window closed. */
export type WishedBounds = Readonly<{ console?: Bounds | null; bench?: Bounds | null; screen?: Bounds | null }>;

/** The console's layout holds down to this width. */
const narrowestConsole = 1280;
const benchShare = 1 / 3;

/**
 * Console on the primary display, bench on another one, the hall's public screen on a third. With one display the bench is shown only when asked for,
 * beside the console where both fit and over its right edge where not.
 */
export function placeWindows({
  primary,
  others,
  wished,
  isBenchWanted,
}: Readonly<{
  primary: Bounds;
  others: readonly Bounds[];
  wished: WishedBounds;
  isBenchWanted: boolean;
}>): Placements {
  if (wished.console !== undefined || wished.bench !== undefined || wished.screen !== undefined) {
    const at = (bounds: Bounds | null | undefined): Placement | null => (bounds ? { bounds, isKiosk: false } : null);
    return {
      console: at(wished.console === undefined ? primary : wished.console),
      bench: at(wished.bench === undefined ? others[0] : wished.bench),
      screen: at(wished.screen === undefined ? others[1] : wished.screen),
    };
  }
  const [second, third] = others;
  const whole = (bounds: Bounds | undefined): Placement | null => (bounds ? { bounds, isKiosk: true } : null);
  if (second !== undefined) return { console: whole(primary), bench: whole(second), screen: whole(third) };
  if (!isBenchWanted) return { console: whole(primary), bench: null, screen: null };
  const benchWidth = Math.round(primary.width * benchShare);
  const consoleWidth = Math.min(primary.width, Math.max(narrowestConsole, primary.width - benchWidth));
  return {
    console: { bounds: { ...primary, width: consoleWidth }, isKiosk: false },
    bench: { bounds: { ...primary, x: primary.x + primary.width - benchWidth, width: benchWidth }, isKiosk: false },
    screen: null,
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
    return {
      ...((isBounds(given['console']) || given['console'] === null) && { console: given['console'] }),
      ...((isBounds(given['bench']) || given['bench'] === null) && { bench: given['bench'] }),
      ...((isBounds(given['screen']) || given['screen'] === null) && { screen: given['screen'] }),
    };
  } catch {
    return {};
  }
}
