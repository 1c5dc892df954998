import { canonicalJson } from '../journal/canonical-json.ts';
import type { HearingId, ReportId } from '../ids.ts';
import type { Author } from '../journal/entries.ts';
import type { SeatPlace } from '../seats.ts';
import type { CheckItem, CheckVariant } from './check-item.ts';

/** Why the hall was checked; words under `reports.reason.<reason>` in the locales. */
export const checkReasons = ['hearing', 'morning', 'asked'] as const;
export type CheckReason = (typeof checkReasons)[number];

/** What a check found, as it is signed and kept for ever: nothing in it needs another file to be understood. */
export type CheckReport = Readonly<{
  formatVersion: 1;
  reportId: ReportId;
  reason: CheckReason;
  variant: CheckVariant;
  /** Only a part of the hall was asked for: what is not here was not looked at. */
  isPartial: boolean;
  training: boolean;
  court: string;
  hall: string;
  by: Author;
  /** Unix ms and length. */
  startedAtMs: number;
  durationMs: number;
  /** The hearing that it was made for; null for the hall by itself. */
  hearing: Readonly<{ hearingId: HearingId; caseNumber: string }> | null;
  /** What the subjects of the items are called: a seat by its name or, where that is empty, the word for its place. */
  names: Readonly<Record<string, Readonly<{ place: SeatPlace | null; name: string }>>>;
  items: readonly CheckItem[];
  passed: boolean;
  /** SHA-256 of the signed text of the report before (hex); 64 zeros for the first: one that is taken away is missed. */
  prev: string;
}>;

/** A report or an acceptance with the signature of the hall's key over its canonical JSON. */
export type Signed<Paper> = Readonly<{ paper: Paper; keyId: string; signature: string }>;
export type SignedReport = Signed<CheckReport>;

/** The technician took a report as what this hall is to be measured against. */
export type Acceptance = Readonly<{
  formatVersion: 1;
  reportId: ReportId;
  /** Whose name stands under the acceptance, and who was signed in. */
  name: string;
  by: Author;
  atMs: number;
}>;

/** What of a paper is signed: the same bytes on every machine. */
export function signedText(paper: CheckReport | Acceptance): string {
  return canonicalJson(paper);
}

/** For people to compare: the beginning of the key and of the signature. */
export function shortSignature({ keyId, signature }: Pick<SignedReport, 'keyId' | 'signature'>): string {
  return `${keyId.slice(0, 8)}·${signature.slice(0, 12)}`;
}

/** What a thing was called when it was checked: its own name or its place's word; its id where it has neither. `say`: the words of a key. */
export function calledIn(names: CheckReport['names'], subject: string, say: (key: string) => string): string {
  const known = names[subject];
  if (known !== undefined && known.name !== '') return known.name;
  return known?.place == null ? subject : say(`seats.${known.place}`);
}

/** What the words of an item's findings name: figures, whole and without a sign, and where two were swapped the names of both. */
export function findingArgs(
  { figures, subject, swappedWith }: Pick<CheckItem, 'figures' | 'subject' | 'swappedWith'>,
  nameOf: (subject: string) => string,
): Readonly<Record<string, number | string>> {
  const rounded = Object.entries(figures).map(([name, value]) => {
    const size = Math.abs(value);
    return [name, size < 1 ? Number(size.toFixed(2)) : Math.round(size)] as const;
  });
  return {
    ...Object.fromEntries(rounded),
    ...(swappedWith === undefined ? {} : { one: nameOf(subject), other: nameOf(swappedWith) }),
  };
}

/** How many things were found in each verdict. */
export function countVerdicts(items: readonly CheckItem[]): Readonly<Record<CheckItem['verdict'], number>> {
  const of = (verdict: CheckItem['verdict']): number => items.filter((item) => item.verdict === verdict).length;
  return { good: of('good'), look: of('look'), bad: of('bad') };
}

/**
 * Since when a finding stands: the start of the first report of the unbroken run, up to now, in which it was found of this
 * thing. A report that did not look at the thing breaks nothing. Null when the newest look did not find it.
 */
export function standsSinceMs(
  newestFirst: readonly Pick<CheckReport, 'startedAtMs' | 'items'>[],
  { kind, subject, finding }: Pick<CheckItem, 'kind' | 'subject'> & Readonly<{ finding: string }>,
): number | null {
  let sinceMs: number | null = null;
  for (const { startedAtMs, items } of newestFirst) {
    const item = items.find((each) => each.kind === kind && each.subject === subject);
    if (item === undefined) continue;
    if (!item.findings.includes(finding)) break;
    sinceMs = startedAtMs;
  }
  return sinceMs;
}

/** Whether a hall may be held against it: a part of the hall, or what was looked at in silence, says too little. */
export function canBeSample({ isPartial, variant }: Pick<CheckReport, 'isPartial' | 'variant'>): boolean {
  return !isPartial && variant !== 'quick';
}
