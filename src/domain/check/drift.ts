import type { CheckItem } from './check-item.ts';
import type { CheckReport } from './check-report.ts';
import { allowanceOf, baseOf, driftRules, grossTimes, type DriftRule } from './drift-rules.ts';
import { findSwapped } from './swapped.ts';

/** So many readings are looked at together; the middle one of them decides. */
const readings = 3;

/** What one check read. */
export type CheckReading = Pick<CheckReport, 'items' | 'variant'>;

type Drift = Readonly<{ finding: string; figure: string; by: number }>;

function isSame(a: Pick<CheckItem, 'kind' | 'subject'>, b: Pick<CheckItem, 'kind' | 'subject'>): boolean {
  return a.kind === b.kind && a.subject === b.subject;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Undefined where there is none that could be compared. */
function figureOf({ notBeside }: DriftRule, figure: string, { figures }: CheckItem): number | undefined {
  return notBeside !== undefined && notBeside in figures ? undefined : figures[figure];
}

/** Nobody speaks into a microphone in a quick check, and who speaks in the room meanwhile is neither its voice nor its silence. */
function isRead({ kind }: CheckItem, variant: CheckReading['variant']): boolean {
  return kind !== 'microphone' || variant !== 'quick';
}

/** How one figure of a thing differs, where that is a drift. */
function driftBy(
  rule: DriftRule,
  figure: string,
  [item, accepted, before]: readonly [CheckItem, CheckItem, readonly CheckItem[]],
): Drift | null {
  const value = figureOf(rule, figure, item);
  const wanted = accepted.figures[figure];
  if (value === undefined || wanted === undefined) return null;
  const allowed = allowanceOf(rule, wanted);
  const by = value - wanted;
  const finding = by < 0 ? rule.below : rule.above;
  if (finding === undefined || Math.abs(by) <= allowed) return null;
  const latest = [value, ...before.flatMap((each) => figureOf(rule, figure, each) ?? [])].slice(0, readings);
  const byMiddle = middle(latest) - wanted;
  const isSteady = latest.length === readings && byMiddle * by > 0 && Math.abs(byMiddle) > allowed;
  return isSteady || Math.abs(by) > grossTimes * allowed ? { finding, figure: rule.drift, by } : null;
}

/** Of several ways to one microphone the one that has drifted farthest speaks for all. */
function farthest(drifts: readonly Drift[]): readonly Drift[] {
  return drifts.toSorted((one, other) => Math.abs(other.by) - Math.abs(one.by)).slice(0, 1);
}

/**
 * How a thing differs from what it was at the acceptance. `before`: what was read of it since then, the newest first.
 * A difference is a drift when the middle of the last three readings has it too, so that one loud speaker or one dark
 * morning is none, or when it is gross.
 */
export function driftsOf(item: CheckItem, accepted: CheckItem, before: readonly CheckItem[]): readonly Drift[] {
  return driftRules
    .filter(({ kind }) => kind === item.kind)
    .flatMap((rule) => {
      const own = Object.keys(item.figures).filter((figure) => baseOf(figure) === rule.figure);
      return farthest(own.flatMap((figure) => driftBy(rule, figure, [item, accepted, before]) ?? []));
    });
}

/**
 * The items of a check with what drifted since the acceptance: never worse than `look`, and behind what was found already. Of two microphones
 * that were swapped that is told, and nothing is compared of them: each hears from the other's place. `before`: the checks since then, the
 * newest first.
 */
export function withDrift(
  { items, variant }: CheckReading,
  accepted: readonly CheckItem[],
  before: readonly CheckReading[],
): readonly CheckItem[] {
  const swapped = findSwapped(items, accepted);
  return items.map((item) => {
    const sample = accepted.find((each) => isSame(each, item));
    // What cannot be seen or heard at all has a worse fault than that it was better once.
    if (sample === undefined || item.verdict === 'bad' || !isRead(item, variant)) return item;
    const swappedWith = item.kind === 'microphone' ? swapped.get(item.subject) : undefined;
    if (swappedWith !== undefined)
      return { ...item, verdict: 'look', findings: ['swapped', ...item.findings], swappedWith };
    const own = before.flatMap((each) => each.items.filter((one) => isSame(one, item) && isRead(one, each.variant)));
    const drifts = driftsOf(item, sample, own);
    if (drifts.length === 0) return item;
    return {
      ...item,
      verdict: 'look',
      findings: [...item.findings, ...drifts.map(({ finding }) => finding)],
      figures: {
        ...item.figures,
        ...Object.fromEntries(drifts.map(({ figure, by }) => [figure, Math.round(by * 1000) / 1000])),
      },
    };
  });
}
