/**
 * What a check of the hall looks at; words of the verdict under `check.verdict.<kind>.<verdict>` in the locales. `second-path`: the hall's own way to a seat's sound. `link`: another hall or a participant due today.
 */
export const checkKinds = [
  'microphone',
  'camera',
  'loudspeaker',
  'lip-sync',
  'second-path',
  'monitor',
  'panel',
  'ptz',
  'disk',
  'clock',
  'processor',
  'archive',
  'link',
] as const;
export type CheckKind = (typeof checkKinds)[number];

/**
 * How much is done. `quick`: nobody speaks and nothing is heard. `standard`: people speak, and each loudspeaker plays a tone and a sweep.
 * `full`: each plays long enough for a figure of how well speech is understood.
 */
export const checkVariants = ['quick', 'standard', 'full'] as const;
export type CheckVariant = (typeof checkVariants)[number];

export type CheckVerdict = 'good' | 'look' | 'bad';

/** One thing that was checked, what is said of it and why. */
export type CheckItem = Readonly<{
  /** Which one: the id of a seat, loudspeaker, monitor, panel or other hall; empty for what a hall has once. */
  subject: string;
  kind: CheckKind;
  verdict: CheckVerdict;
  /** Keys under `check.findings.*` in the locales, worst first; of what is good only what is to be known of it. */
  findings: readonly string[];
  /** Figures with units in their names, for the specialist: levelDbfs, fps, … At most three decimals. */
  figures: Readonly<Record<string, number>>;
  /** With the finding `swapped`: the subject of the microphone that it changed places with. */
  swappedWith?: string | undefined;
}>;

/** A part of the hall that a check is asked for: one thing, or all of a kind. */
export type CheckPart = Readonly<{ kind: CheckKind; subject: string | null }>;

/** Whether a check of these parts looks at this thing; no parts mean all of the hall. */
export function isAsked({ kind, subject }: Pick<CheckItem, 'kind' | 'subject'>, only: readonly CheckPart[]): boolean {
  return only.length === 0 || only.some((part) => part.kind === kind && (part.subject ?? subject) === subject);
}

/** Whether anything of this kind is looked at. */
export function isKindAsked(kind: CheckKind, only: readonly CheckPart[]): boolean {
  return only.length === 0 || only.some((part) => part.kind === kind);
}

/** Why something is bad or to be looked at, or, as `good`, a note: to be known and nothing to be done. */
export type CheckFinding = Readonly<{ key: string; verdict: CheckVerdict }>;

/** There was nothing to judge it by: it is said why, and neither that it is in order nor that anybody should look. */
export function isNote({ verdict, findings }: Pick<CheckItem, 'verdict' | 'findings'>): boolean {
  return verdict === 'good' && findings.length > 0;
}

const worstFirst: readonly CheckVerdict[] = ['bad', 'look', 'good'];

/** An item with its findings worst first. Figures are for a specialist's eye and need no more than three decimals; what is no number is left out. */
export function checkItemOf(
  what: Readonly<{ subject: string; kind: CheckKind }>,
  findings: readonly CheckFinding[],
  figures: Readonly<Record<string, number>>,
): CheckItem {
  const sorted = worstFirst.flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
  return {
    ...what,
    verdict: sorted[0]?.verdict ?? 'good',
    findings: sorted.map((finding) => finding.key),
    figures: Object.fromEntries(
      Object.entries(figures)
        .filter(([, value]) => Number.isFinite(value))
        .map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
    ),
  };
}
