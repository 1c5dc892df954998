import { describe, expect, test } from 'vitest';
import { monitorNames } from '#contract/shell.ts';
import { assignDisplays, swapRoles, type DisplaySeen, type KnownRoles } from '../../../src/shell/display-roles.ts';

const display = (key: string, isPrimary = false): DisplaySeen => ({
  ...{ key, isPrimary },
  bounds: { x: 0, y: 0, width: key.length, height: 1 },
});
const desk = display('desk', true);
const judge = display('judge');
const wall = display('wall');
const stand = display('stand');
const known: KnownRoles = { console: 'desk', bench: 'judge', screen: 'wall' };

function look(
  displays: readonly DisplaySeen[],
  more: Readonly<{ known?: KnownRoles; isHeld?: boolean; isWitnessWanted?: boolean }> = {},
) {
  const assigned = assignDisplays({ displays, known, isHeld: true, isWitnessWanted: false, ...more });
  const at = Object.fromEntries(monitorNames.map((name) => [name, assigned.at[name]?.key ?? null]));
  return { ...assigned, at };
}

describe('displays nobody knows yet', () => {
  test('are taken in order: console on the primary one, then bench, public and witness', () => {
    const first = look([judge, desk, wall, stand], { known: {}, isWitnessWanted: true });
    expect(first.at).toEqual({ console: 'desk', bench: 'judge', screen: 'wall', witness: 'stand' });
    expect(first.known).toEqual(first.at);
    expect(first.missing).toEqual([]);
  });

  test('leave the witness without one where the hall has no seat for a witness', () => {
    expect(look([desk, judge, wall, stand], { known: {} }).at['witness']).toBeNull();
  });

  test('are one for the console alone on a PC with one, and nobody misses the others', () => {
    expect(look([desk], { known: {} })).toMatchObject({ at: { console: 'desk', bench: null }, missing: [] });
  });
});

describe('a display that was unplugged', () => {
  test('leaves its window without a place and every other where it was', () => {
    expect(look([desk, wall])).toMatchObject({
      at: { console: 'desk', bench: null, screen: 'wall' },
      missing: ['bench'],
    });
    expect(look([desk, judge])).toMatchObject({
      at: { console: 'desk', bench: 'judge', screen: null },
      missing: ['screen'],
    });
  });

  test('leaves one that nobody knows to spare, unless the public needs it', () => {
    const spareAt = (displays: readonly DisplaySeen[]): readonly string[] => look(displays).spare.map(({ key }) => key);
    expect(spareAt([desk, wall, stand])).toEqual(['stand']);
    expect(spareAt([desk, stand])).toEqual([]);
    expect(spareAt([desk, judge, wall])).toEqual([]);
  });

  test('gets its window back, in whatever order the system lists it then', () => {
    expect(look([wall, judge, desk])).toMatchObject({
      at: { console: 'desk', bench: 'judge', screen: 'wall' },
      missing: [],
    });
  });

  test('is not replaced for the judge by one that nobody knows while a hearing is held, because it may stand before the public', () => {
    const { at, known: kept, missing } = look([desk, stand, wall]);
    expect(at).toEqual({ console: 'desk', bench: null, screen: 'wall', witness: null });
    expect(missing).toEqual(['bench']);
    expect(kept).toEqual(known);
  });

  test('is replaced for the public at once, and that is remembered only after the hearing', () => {
    expect(look([desk, judge, stand])).toMatchObject({ at: { screen: 'stand' }, missing: [], known });
    expect(look([desk, judge, stand], { isHeld: false })).toMatchObject({
      at: { screen: 'stand' },
      known: { screen: 'stand' },
    });
  });

  test('is replaced for the judge once no hearing is held', () => {
    expect(look([desk, stand, wall], { isHeld: false })).toMatchObject({
      at: { bench: 'stand', screen: 'wall' },
      known: { bench: 'stand' },
      missing: [],
    });
  });
});

describe('the console whose own display is gone', () => {
  const primaryWall = display('wall', true);
  test("goes to the judge's and never to the public's while there is that one", () => {
    expect(look([judge, primaryWall])).toMatchObject({
      at: { console: 'judge', bench: null, screen: 'wall' },
      missing: ['console', 'bench'],
    });
  });

  test("goes to one that nobody knows before the public's", () => {
    expect(look([primaryWall, stand]).at).toMatchObject({ console: 'stand', screen: 'wall' });
  });

  test('takes the last that there is, because without it nobody could close the session', () => {
    expect(look([primaryWall])).toMatchObject({ at: { console: 'wall', screen: null } });
  });

  test('is back on its own when that is there again, and so is the judge', () => {
    expect(look([judge, primaryWall, display('desk')]).at).toMatchObject({ console: 'desk', bench: 'judge' });
  });
});

test('no two windows ever stand on one display, and the bench stands on its own or on none while a hearing is held', () => {
  const all = [desk, judge, wall, stand, display('new')];
  for (let set = 1; set < 2 ** all.length; set += 1) {
    const displays = all.filter((_, index) => (set >> index) & 1);
    for (const isHeld of [true, false])
      for (const isWitnessWanted of [true, false]) {
        const { at } = look(displays, { isHeld, isWitnessWanted, known: { ...known, witness: 'stand' } });
        const taken = Object.values(at).filter((key) => key !== null);
        expect(new Set(taken).size).toBe(taken.length);
        expect(at['console']).not.toBeNull();
        if (isHeld) expect([null, 'judge']).toContain(at['bench']);
      }
  }
});

test('two windows exchange their displays, and nothing else that a page may say changes anything', () => {
  expect(swapRoles(known, 'bench', 'screen')).toEqual({ console: 'desk', bench: 'wall', screen: 'judge' });
  for (const [one, other] of [
    ['bench', 'bench'],
    ['bench', 'witness'],
    ['bench', '__proto__'],
    [null, { bench: 1 }],
  ])
    expect(swapRoles(known, one, other)).toBeNull();
});
