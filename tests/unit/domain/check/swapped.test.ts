import { describe, expect, test } from 'vitest';
import type { CheckItem } from '#domain/check/check-item.ts';
import { withDrift } from '#domain/check/drift.ts';
import { findSwapped } from '#domain/check/swapped.ts';
import { seededChance } from '#measure/chance.ts';
import { checked } from '../../../fixtures/check-report.ts';

/* Microphones and loudspeakers of a hall as points of its plan, metres; what is heard of a way follows from theory. */

type Point = readonly [number, number];
type Seat = Readonly<{ at: Point; gainDb?: number; openedLateMs?: number }>;
const loudspeakersOf = { front: [0, 0], back: [14, 9] } as const satisfies Readonly<Record<string, Point>>;
type Loudspeakers = Readonly<Record<string, Point>>;

/** Direct sound of a loudspeaker that radiates fivefold forward, and a diffuse field beside it (Hopkins and Stryker 1948; 60 m² of absorption). */
function wayDbAt(metres: number): number {
  return 10 * Math.log10(5 / (4 * Math.PI * metres ** 2) + 4 / 60);
}

function checkedHall(
  seats: Readonly<Record<string, Seat>>,
  loudspeakers: Loudspeakers = loudspeakersOf,
  chance: () => number = () => 0.5,
): readonly CheckItem[] {
  const heard = Object.entries(seats).map(([subject, { at, gainDb = 0, openedLateMs = 0 }]) => {
    const ways = Object.entries(loudspeakers).map(([loudspeaker, place]) => {
      const metres = Math.hypot(at[0] - place[0], at[1] - place[1]);
      return { loudspeaker, db: wayDbAt(metres) + gainDb + chance() - 0.5, ms: metres / 0.343 + openedLateMs };
    });
    return { subject, ways };
  });
  const firstMs = (loudspeaker: string): number =>
    Math.min(...heard.flatMap(({ ways }) => ways.filter((way) => way.loudspeaker === loudspeaker).map(({ ms }) => ms)));
  return heard.map(({ subject, ways }) =>
    checked(
      'microphone',
      subject,
      Object.fromEntries(
        ways.flatMap(({ loudspeaker, db, ms }) => [
          [`wayDb@${loudspeaker}`, db],
          [`laterMs@${loudspeaker}`, ms - firstMs(loudspeaker)],
        ]),
      ),
    ),
  );
}

const judge: Seat = { at: [1.5, 4.5], gainDb: 6 };
const claimant: Seat = { at: [6, 2] };
const defendant: Seat = { at: [6, 7], gainDb: -3 };
const witness: Seat = { at: [10, 4], gainDb: -8 };
const seats = { judge, claimant, defendant, witness };
const told = (now: readonly CheckItem[], accepted: readonly CheckItem[]): Readonly<Record<string, string>> =>
  Object.fromEntries(findSwapped(now, accepted));

describe('two microphones whose cables were swapped', () => {
  const accepted = checkedHall(seats);
  const swapped = { ...seats, judge: { ...judge, at: witness.at }, witness: { ...witness, at: judge.at } };

  test('are told by each other, although the gain of every input stayed where it was', () => {
    expect(told(checkedHall(swapped), accepted)).toEqual({ judge: 'witness', witness: 'judge' });
  });

  test('are told although devices were opened at other moments, gains were turned, and another one hears a loudspeaker first', () => {
    const now = checkedHall({
      judge: { ...swapped.judge, openedLateMs: 23, gainDb: 0 },
      claimant: { ...claimant, openedLateMs: -31 },
      defendant: { ...defendant, openedLateMs: 12, gainDb: 5 },
      witness: { ...swapped.witness, openedLateMs: 40 },
    });
    expect(told(now, accepted)).toEqual({ judge: 'witness', witness: 'judge' });
  });

  test('are one finding of each, in front, and nothing else is compared of them', () => {
    const quiet = checkedHall(swapped).map((item) =>
      item.subject === 'judge' ? { ...item, findings: ['hum'] } : item,
    );
    const items = withDrift({ items: quiet, variant: 'standard' }, accepted, []);
    expect(items.map(({ findings, swappedWith }) => [findings, swappedWith])).toEqual([
      [['swapped', 'hum'], 'witness'],
      [[], undefined],
      [[], undefined],
      [['swapped'], 'judge'],
    ]);
    expect(items.map(({ verdict }) => verdict)).toEqual(['look', 'good', 'good', 'look']);
  });

  test('are told in every pair, and three that went round in none', () => {
    const now = checkedHall({
      judge: { ...judge, at: claimant.at },
      claimant: { ...claimant, at: judge.at },
      defendant: { ...defendant, at: witness.at },
      witness: { ...witness, at: defendant.at },
    });
    expect(told(now, accepted)).toEqual({
      ...{ judge: 'claimant', claimant: 'judge' },
      ...{ defendant: 'witness', witness: 'defendant' },
    });
    const round = checkedHall({
      ...seats,
      judge: { ...judge, at: claimant.at },
      claimant: { ...claimant, at: witness.at },
      witness: { ...witness, at: judge.at },
    });
    expect(told(round, accepted)).toEqual({});
  });
});

describe('nothing is told', () => {
  test('of one that was carried to the other, of one that is not heard, nor without an acceptance', () => {
    const accepted = checkedHall(seats);
    expect(told(checkedHall({ ...seats, judge: { ...judge, at: witness.at } }), accepted)).toEqual({});
    const deaf = checkedHall({ ...seats, judge: { ...judge, at: witness.at } }).map((item) =>
      item.subject === 'witness' ? checked('microphone', 'witness', { speechDbfs: -30 }) : item,
    );
    expect(told(deaf, accepted)).toEqual({});
    expect(told(checkedHall(seats), [])).toEqual({});
  });

  test('of two alone where one may have been carried to the mirror of its place', () => {
    // Sound that comes 4 ms sooner from one side and as much later from the other is not louder by much.
    const row = (front: number, back: number) => ({
      ...{ 'wayDb@front': -20, 'wayDb@back': -20 },
      ...{ 'laterMs@front': front, 'laterMs@back': back },
    });
    const accepted = [checked('microphone', 'judge', row(0, 6)), checked('microphone', 'witness', row(3, 0))];
    const now = [checked('microphone', 'judge', row(6, 0)), checked('microphone', 'witness', row(0, 3))];
    expect(told(now, accepted)).toEqual({});
  });

  test('of a single loudspeaker where only gains were turned until each is as loud as the other was', () => {
    const { front } = loudspeakersOf;
    const near: Seat = { at: [0.8, 0] };
    const far: Seat = { at: [8, 0] };
    const accepted = checkedHall({ near, far }, { front });
    const byDb = wayDbAt(0.8) - wayDbAt(8);
    const turned = { near: { ...near, gainDb: -byDb }, far: { ...far, gainDb: byDb } };
    expect(told(checkedHall(turned, { front }), accepted)).toEqual({});
    expect(told(checkedHall({ near: far, far: near }, { front }), accepted)).toEqual({ near: 'far', far: 'near' });
  });
});

/** Three even chances together, near enough to a bell. */
function bell(chance: () => number, deviation: number): number {
  return (chance() + chance() + chance() - 1.5) * 2 * deviation;
}

describe('in five hundred halls drawn by a seed, whose microphones are moved by up to half a metre, whose gains are turned and devices opened anew', () => {
  const chance = seededChance(11);
  const even = (from: number, to: number): number => from + (to - from) * chance();
  const halls = Array.from({ length: 500 }, () => {
    const loudspeakers = {
      front: [0, even(0, 9)] as const,
      back: [even(8, 14), even(0, 9)] as const,
      ...(chance() < 0.3 ? { middle: [even(4, 9), 0] as const } : {}),
    };
    const places = Array.from({ length: Math.round(even(2, 8)) }, () => [even(1, 13), even(1, 8)] as const);
    const seatsAt = (at: readonly Point[], movedM: number): Readonly<Record<string, Seat>> =>
      Object.fromEntries(
        at.map(([x, y], no) => [
          `mic-${String(no)}`,
          {
            at: [x + bell(chance, movedM), y + bell(chance, movedM)],
            gainDb: even(-10, 10),
            openedLateMs: even(-30, 30),
          } satisfies Seat,
        ]),
      );
    const read = (at: readonly Point[], movedM: number): readonly CheckItem[] =>
      checkedHall(seatsAt(at, movedM), loudspeakers, chance);
    return { loudspeakers, places, read };
  });

  test('none that is as it was is told', () => {
    for (const { places, read } of halls) expect(told(read(places, 0.15), read(places, 0.15))).toEqual({});
  });

  test('and of those whose first two are swapped, all whose ways differ by three metres more to one loudspeaker than to another are', () => {
    let wanted = 0;
    for (const { loudspeakers, places, read } of halls) {
      const [first, second, ...others] = places;
      if (first === undefined || second === undefined || others.length === 0) continue;
      const bends = Object.values(loudspeakers).map(
        ([x, y]) => Math.hypot(first[0] - x, first[1] - y) - Math.hypot(second[0] - x, second[1] - y),
      );
      const found = told(read([second, first, ...others], 0.05), read(places, 0.05));
      const isNear = Object.values(loudspeakers).some(([x, y]) =>
        [first, second].some((at) => Math.hypot(at[0] - x, at[1] - y) < 1),
      );
      if (!isNear && Math.max(...bends) - Math.min(...bends) > 3) {
        wanted += 1;
        expect(found).toMatchObject({ 'mic-0': 'mic-1', 'mic-1': 'mic-0' });
      }
      expect(Object.keys(found).filter((name) => name !== 'mic-0' && name !== 'mic-1')).toEqual([]);
    }
    expect(wanted).toBeGreaterThan(200);
  });
});
