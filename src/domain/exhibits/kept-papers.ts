import type { JournalEntry } from '../journal/entries.ts';
import type { ExhibitPaper } from './exhibit.ts';

/** The kinds of a journal that bring a file into `exhibits/` of the hearing's folder. */
export const paperKinds = [
  'exhibit.added',
  'exhibit.received',
  'exhibit.handed-in',
  'participant.photo-added',
] as const;
type PaperKind = (typeof paperKinds)[number];
type PaperEntry = Extract<JournalEntry, { kind: PaperKind }>;

function bringsPaper(entry: JournalEntry): entry is PaperEntry {
  return (paperKinds as readonly string[]).includes(entry.kind);
}

/** The file that this entry brings, by its paper; null where it brings none. */
export function paperBroughtBy(entry: JournalEntry): ExhibitPaper | null {
  return bringsPaper(entry) ? entry.body : null;
}
