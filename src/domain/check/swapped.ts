import type { CheckItem } from './check-item.ts';
import { baseOf, driftRuleOf, grossTimes } from './drift-rules.ts';

/** What one microphone hears of each loudspeaker, by the loudspeaker's id: level over what was played, and how much later than others. */
type Row = ReadonlyMap<string, Readonly<{ db: number; ms: number }>>;
/** Rows of the loudspeakers that a microphone was heard by at the acceptance, and is now. */
type Seat = Readonly<{ subject: string; accepted: Row; now: Row }>;
/** How far two rows lie apart, in tolerances: up to 1 they may be of one place. */
type Apart = Readonly<{ levels: number; delays: number }>;

/** Drift of a way's level is no more than this in a room that was not touched. */
const toleranceDb = driftRuleOf('microphone', 'wayDb')?.tolerance ?? Number.NaN;
/** Sound goes 1 m meanwhile (343 m/s): as much as a microphone that is moved by 25 cm, and the one from which delays count, can make between two loudspeakers. */
const toleranceMs = 3;
/** With two alone it cannot be told whose delays have changed. */
const fewestForDelays = 3;

/**
 * Pairs of microphones each of which hears the loudspeakers as the other one did at the acceptance, and no more as itself: both
 * ways, as their cables are swapped or they lie in one another's places. By the subject of either, the other one's.
 *
 * Of several loudspeakers only what differs between them is compared: neither an input's gain, which stays when a cable is moved, nor
 * the moment at which a device was opened is in it. Of a single one both level and delay must tell the same. Who fits two others is
 * told of neither.
 */
export function findSwapped(items: readonly CheckItem[], accepted: readonly CheckItem[]): ReadonlyMap<string, string> {
  const seats = items.flatMap((item): readonly Seat[] => {
    const sample = accepted.find(({ kind, subject }) => kind === item.kind && subject === item.subject);
    if (item.kind !== 'microphone' || sample === undefined) return [];
    return [{ subject: item.subject, accepted: rowOf(sample), now: rowOf(item) }];
  });
  const pairs = seats.flatMap((one, at) =>
    seats
      .slice(at + 1)
      .flatMap((other) => (isSwapped(one, other, seats) ? [[one.subject, other.subject] as const] : [])),
  );
  const timesOf = (subject: string): number => pairs.filter((pair) => pair.includes(subject)).length;
  return new Map(
    pairs
      .filter((pair) => pair.every((subject) => timesOf(subject) === 1))
      .flatMap(([one, other]) => [[one, other] as const, [other, one] as const]),
  );
}

function rowOf({ figures }: CheckItem): Row {
  return new Map(
    Object.entries(figures).flatMap(([figure, db]) => {
      const loudspeaker = figure.slice(figure.indexOf('@') + 1);
      const ms = figures[`laterMs@${loudspeaker}`];
      return baseOf(figure) === 'wayDb' && ms !== undefined ? [[loudspeaker, { db, ms }] as const] : [];
    }),
  );
}

function isSwapped(one: Seat, other: Seat, seats: readonly Seat[]): boolean {
  const loudspeakers = [...one.now.keys()].filter((id) => isHeard([id], one) && isHeard([id], other));
  if (loudspeakers.length === 0) return false;
  const known = seats.filter((seat) => isHeard(loudspeakers, seat));
  const usualMs = usualShiftMs(loudspeakers, known);
  const apart = (now: Row, then: Row): Apart => ({
    levels: reachOf(differences(loudspeakers, now, then, 'db')) / toleranceDb,
    delays: reachOf(differences(loudspeakers, now, then, 'ms').map((ms, at) => ms - (usualMs[at] ?? 0))) / toleranceMs,
  });
  const fits = ({ levels, delays }: Apart): boolean => levels <= 1 && delays <= 1;
  const isStrange = ({ levels, delays }: Apart): boolean => {
    const [isOfLevels, isOfDelays] = [levels > grossTimes, delays > grossTimes];
    if (loudspeakers.length === 1) return isOfLevels && isOfDelays;
    return isOfLevels || (isOfDelays && known.length >= fewestForDelays);
  };
  return (
    fits(apart(one.now, other.accepted)) &&
    fits(apart(other.now, one.accepted)) &&
    isStrange(apart(one.now, one.accepted)) &&
    isStrange(apart(other.now, other.accepted))
  );
}

function isHeard(loudspeakers: readonly string[], { accepted, now }: Seat): boolean {
  return loudspeakers.every((id) => accepted.has(id) && now.has(id));
}

function differences(loudspeakers: readonly string[], now: Row, then: Row, figure: 'db' | 'ms'): readonly number[] {
  return loudspeakers.map((id) => (now.get(id)?.[figure] ?? Number.NaN) - (then.get(id)?.[figure] ?? Number.NaN));
}

/** How far differences of two rows reach: of several loudspeakers without what they share. */
function reachOf(values: readonly number[]): number {
  return values.length === 1 ? Math.abs(values[0] ?? Number.NaN) : Math.max(...values) - Math.min(...values);
}

/**
 * For each loudspeaker, ms. Delays count from the microphone that hears it first; when that is another one, those of all shift. By the
 * middle of all microphones: two that are swapped lie as far on either side of it.
 */
function usualShiftMs(loudspeakers: readonly string[], seats: readonly Seat[]): readonly number[] {
  const shifts = seats.map(({ accepted, now }) => {
    const own = differences(loudspeakers, now, accepted, 'ms');
    const shared = own.length === 1 ? 0 : own.reduce((sum, ms) => sum + ms, 0) / own.length;
    return own.map((ms) => ms - shared);
  });
  return loudspeakers.map((_, at) => middle(shifts.map((own) => own[at] ?? Number.NaN)));
}

/** Of an even count the mean of the two in the middle. */
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half) - 1] ?? Number.NaN)) / 2;
}
