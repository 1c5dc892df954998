import type { DirectoryEntryId } from '../ids.ts';

/** What kind of house it is that a hall may be linked with (P2-VKS); words under `directory.kind.<kind>`. */
export const institutionKinds = ['court', 'penal', 'detention', 'medical', 'other'] as const;
export type InstitutionKind = (typeof institutionKinds)[number];

export type EntryDraft = Readonly<{
  /** Court or institution; never empty. */
  court: string;
  hall: string;
  kind: InstitutionKind;
  /** Where its hall is dialled; empty and null where that is not known. */
  host: string;
  port: number | null;
  /** Whom to call when the link does not come up. */
  support: string;
  note: string;
}>;
export type DirectoryEntry = EntryDraft & Readonly<{ entryId: DirectoryEntryId }>;

export const directoryRules = { mostEntries: 5000, mostRows: 10_000, longestWords: 300 } as const;

/** A host name or address as a person types it. */
export function isHost(text: string): boolean {
  return text.length <= 253 && /^[0-9A-Za-z.:_-]+$/.test(text);
}
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

const folded = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** Two entries of one court and hall are one, however they are spaced and capitalised. */
export function entryKey({ court, hall }: Pick<EntryDraft, 'court' | 'hall'>): string {
  return JSON.stringify([folded(court), folded(hall)]);
}

/** Whether every word that was typed stands somewhere in the entry. */
export function isFoundBy(entry: EntryDraft, text: string): boolean {
  const { court, hall, host, port, support, note } = entry;
  const whole = folded([court, hall, host, port ?? '', support, note].join(' '));
  return folded(text)
    .split(' ')
    .every((word) => whole.includes(word));
}

/** By court, then hall; numbers in names count as numbers. */
export function inOrder(entries: readonly DirectoryEntry[]): readonly DirectoryEntry[] {
  const { compare } = new Intl.Collator('ru', { numeric: true, sensitivity: 'base' });
  return entries.toSorted((one, other) => compare(one.court, other.court) || compare(one.hall, other.hall));
}
