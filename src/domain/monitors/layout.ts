import type { ExhibitId, PartyId } from '../ids.ts';

/** How the public's monitors are filled; words under `monitors.layouts.<layout>`. */
export const layouts = ['speaker', 'grid', 'exhibit', 'overview'] as const;
export type Layout = (typeof layouts)[number];

/** What the secretary chooses among; `auto` turns to whoever speaks, and to a document for as long as one is shown. */
export const layoutChoices = ['auto', ...layouts] as const;
export type LayoutChoice = (typeof layoutChoices)[number];

/** Who speaks: somebody on the line, or anybody in this hall. */
export type Voice = PartyId | 'hall';

/** The secretary's last word about the public's monitors. */
export type Arrangement = Readonly<{
  choice: LayoutChoice;
  /** Who is large whoever speaks; null: whoever speaks. */
  spotlight: PartyId | null;
  /** The document that was shown to the public when this was chosen: it was chosen in its sight. */
  besideExhibit: ExhibitId | null;
}>;

export const firstArrangement: Arrangement = { choice: 'auto', spotlight: null, besideExhibit: null };
export const firstVolumePercent = 80;

/**
 * The layout that the public sees. `exhibitId`: the document that is shown to the public now, null for none. A document that was put
 * on after the layout was chosen is seen, because whoever shows it means it to be; one in whose sight another layout was chosen is not.
 */
export function layoutSeen({ choice, besideExhibit }: Arrangement, exhibitId: ExhibitId | null): Layout {
  if (exhibitId !== null && (choice === 'auto' || besideExhibit !== exhibitId)) return 'exhibit';
  if (choice === 'auto' || (choice === 'exhibit' && exhibitId === null)) return 'speaker';
  return choice;
}

/** What is painted on a public monitor: somebody's picture, this hall's own one (`hall`), or a document. */
export type ScreenPlan =
  | Readonly<{ kind: 'dark' }>
  | Readonly<{ kind: 'calm' }>
  | Readonly<{
      kind: 'pictures';
      /** A document beside the pictures. */
      hasExhibit: boolean;
      /** Null: all are of one size. */
      large: Voice | null;
      /** The others, in the order in which they came on the line; beside a document nobody but the large one. */
      small: readonly Voice[];
    }>;

/**
 * Who is painted where. P6, L5: nothing in a closed session and where devices must be closed, whatever was chosen. `onLine`: who is
 * received and may be shown to the public, in the order in which they came. Whoever spoke last stays large while this hall speaks,
 * because its own people stand before the public's eyes.
 */
export function planScreen({
  isDark,
  layout,
  onLine,
  spotlight,
  lastSpeaker,
  hasExhibit,
  hasOwnPicture,
}: Readonly<{
  isDark: boolean;
  layout: Layout;
  onLine: readonly PartyId[];
  spotlight: PartyId | null;
  /** Who on the line spoke last. */
  lastSpeaker: PartyId | null;
  /** A document for the public is shown. */
  hasExhibit: boolean;
  hasOwnPicture: boolean;
}>): ScreenPlan {
  if (isDark) return { kind: 'dark' };
  const isOn = (id: PartyId | null): id is PartyId => id !== null && onLine.includes(id);
  const large = [spotlight, lastSpeaker].find(isOn) ?? onLine.at(-1) ?? null;
  if (layout === 'exhibit' && hasExhibit) return { kind: 'pictures', hasExhibit: true, large, small: [] };
  const all: readonly Voice[] = layout === 'overview' && hasOwnPicture ? ['hall', ...onLine] : onLine;
  if (all.length === 0) return { kind: 'calm' };
  const isEqual = layout === 'grid' || layout === 'overview';
  return isEqual || large === null
    ? { kind: 'pictures', hasExhibit: false, large: null, small: all }
    : { kind: 'pictures', hasExhibit: false, large, small: onLine.filter((id) => id !== large) };
}

/**
 * How much of full amplitude a loudspeaker plays at this setting (0 to 100 %). Squared, as hearing is nearer to a logarithm than to a
 * line: at half the way it is 12 dB softer.
 */
export function gainAt(volumePercent: number): number {
  return (Math.min(100, Math.max(0, volumePercent)) / 100) ** 2;
}
