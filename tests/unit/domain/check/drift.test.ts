import { describe, expect, test } from 'vitest';
import type { CheckItem } from '#domain/check/check-item.ts';
import { withDrift } from '#domain/check/drift.ts';
import { driftRules } from '#domain/check/drift-rules.ts';
import { seededChance } from '#measure/chance.ts';
import { checked } from '../../../fixtures/check-report.ts';

const accepted = [
  checked('microphone', 'judge', { speechDbfs: -24, floorDbfs: -62, overPauseDb: 30 }),
  checked('camera', 'camera-1', { meanLuma: 100, fps: 25 }),
];
const standard = (items: readonly CheckItem[]) => ({ items, variant: 'standard' }) as const;
const drifted = (
  items: readonly CheckItem[],
  sample: readonly CheckItem[],
  before: readonly (readonly CheckItem[])[],
) => withDrift(standard(items), sample, before.map(standard));
const voice = (speechDbfs: number) => checked('microphone', 'judge', { speechDbfs, floorDbfs: -62, overPauseDb: 30 });

describe('a microphone that is quieter than at the acceptance', () => {
  test('is told when two of the last three readings say so, with the difference, and never as bad', () => {
    const [item] = drifted([voice(-35.2)], accepted, [[voice(-36)], [voice(-24)]]);
    expect(item).toMatchObject({ verdict: 'look', findings: ['quieter-than-accepted'] });
    expect(item?.figures['speechDriftDb']).toBeCloseTo(-11.2, 6);
  });

  test('is not told of by one quiet speaker, nor before there are three readings', () => {
    const once = drifted([voice(-36)], accepted, [[voice(-25)], [voice(-23)]]);
    expect(once).toEqual([voice(-36)]);
    expect(drifted([voice(-36)], accepted, [[voice(-36)]])).toEqual([voice(-36)]);
  });

  test('is told at once when it is gross', () => {
    expect(drifted([voice(-45)], accepted, [])[0]?.findings).toEqual(['quieter-than-accepted']);
  });

  test('is not told of where nobody spoke, where it was not accepted, or behind a fault', () => {
    const noVoice = checked('microphone', 'judge', { floorDbfs: -62 });
    const unknown = checked('microphone', 'witness', { speechDbfs: -70 });
    const dead = { ...voice(-70), verdict: 'bad' as const, findings: ['silent'] };
    expect(drifted([noVoice, unknown, dead], accepted, [])).toEqual([noVoice, unknown, dead]);
  });
});

describe('a room that is noisier than at the acceptance', () => {
  const room = (floorDbfs: number) => checked('microphone', 'judge', { floorDbfs });

  test('is told by what is heard while nobody speaks', () => {
    expect(drifted([room(-41)], accepted, [])[0]?.findings).toEqual(['noisier-than-accepted']);
  });

  test('is not told by the pauses of somebody who speaks on, now or in the checks before', () => {
    const spoken = checked('microphone', 'judge', { speechDbfs: -24, floorDbfs: -30, overPauseDb: 28 });
    expect(drifted([spoken], accepted, [])).toEqual([spoken]);
    expect(drifted([room(-50)], accepted, [[spoken], [spoken]])).toEqual([room(-50)]);
  });

  test('is not told by a quick check, in which somebody may speak without a pause, nor by three of them', () => {
    const quick = { items: [room(-35)], variant: 'quick' } as const;
    expect(withDrift(quick, accepted, [quick, quick])).toEqual(quick.items);
    expect(withDrift(standard([room(-50)]), accepted, [quick, quick])).toEqual([room(-50)]);
    const slow = checked('camera', 'camera-1', { meanLuma: 100, fps: 5 });
    expect(withDrift({ items: [slow], variant: 'quick' }, accepted, [])[0]?.findings).toEqual(['slower-than-accepted']);
  });
});

test('of several ways of sound to a microphone the one that has drifted farthest is told', () => {
  const ways = (front: number, rear: number) =>
    checked('microphone', 'judge', { 'wayDb@front': front, 'wayDb@rear': rear });
  const [item] = drifted([ways(-47, -51)], [ways(-40, -42)], []);
  expect(item).toMatchObject({ findings: ['way-quieter-than-accepted'], figures: { wayDriftDb: -9 } });
});

test('a louder one is another finding, and a share is of the accepted value', () => {
  const many = drifted([voice(-3), checked('camera', 'camera-1', { meanLuma: 100, fps: 19 })], accepted, []);
  expect(many.map(({ findings }) => findings)).toEqual([['louder-than-accepted'], ['slower-than-accepted']]);
});

test('forty healthy halls in which voices, rooms and light vary as they do drift in no reading of thirty', () => {
  const chance = seededChance(7);
  // Three uniform numbers together are near enough to a bell with this deviation.
  const bell = (deviation: number) => (chance() + chance() + chance() - 1.5) * 2 * deviation;
  for (let hall = 0; hall < 40; hall += 1) {
    const read = () => [
      checked('microphone', 'judge', {
        speechDbfs: -24 + bell(2),
        floorDbfs: -62 + bell(2),
        overPauseDb: 30 + bell(2.5),
      }),
      checked('microphone', 'witness', { floorDbfs: -62 + bell(2) }),
      checked('camera', 'camera-1', { meanLuma: 100 + bell(10), fps: 25 + bell(0.3) }),
    ];
    const sample = read();
    const before: ReturnType<typeof read>[] = [];
    for (let morning = 0; morning < 30; morning += 1) {
      const items = read();
      expect(drifted(items, sample, before)).toEqual(items);
      before.unshift(items);
    }
  }
});

test('every rule names a side, a source and a figure of its own for the difference', () => {
  for (const { below, above, source, tolerance } of driftRules) {
    expect(below ?? above).toBeDefined();
    expect(source.length).toBeGreaterThan(20);
    expect(tolerance).toBeGreaterThan(0);
  }
  const own = driftRules.map(({ kind, drift }) => `${kind} ${drift}`);
  expect(new Set(own).size).toBe(own.length);
});
