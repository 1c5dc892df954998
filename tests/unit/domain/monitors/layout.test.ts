import { describe, expect, test } from 'vitest';
import type { ExhibitId, HallPeerId } from '#domain/ids.ts';
import { gainAt, layoutChoices, layouts, layoutSeen, planScreen, type Arrangement } from '#domain/monitors/layout.ts';

const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(64) as HallPeerId) as [
  HallPeerId,
  HallPeerId,
  HallPeerId,
];
const paper = 'paper' as ExhibitId;
const chosen = (choice: Arrangement['choice'], besideExhibit: ExhibitId | null = null): Arrangement => ({
  choice,
  spotlight: null,
  besideExhibit,
});

describe('the layout that the public sees', () => {
  test('is the one that was chosen while no document is shown', () => {
    expect(layoutChoices.map((choice) => layoutSeen(chosen(choice), null))).toEqual([
      'speaker',
      'speaker',
      'grid',
      'speaker',
      'overview',
    ]);
  });

  test('is the document with every choice that was made before it was shown', () => {
    for (const choice of layoutChoices) expect(layoutSeen(chosen(choice), paper)).toBe('exhibit');
  });

  test('is another one when that was chosen in sight of the document, until the next document', () => {
    expect(layoutSeen(chosen('grid', paper), paper)).toBe('grid');
    expect(layoutSeen(chosen('grid', paper), 'next' as ExhibitId)).toBe('exhibit');
    expect(layoutSeen(chosen('auto', paper), paper)).toBe('exhibit');
    expect(layoutSeen(chosen('exhibit', paper), paper)).toBe('exhibit');
  });
});

describe('a public monitor', () => {
  const open = {
    isDark: false,
    onLine: [first, second, third],
    spotlight: null,
    lastSpeaker: null,
    hasExhibit: false,
    hasOwnPicture: true,
  } as const;

  test('P6, L5: is dark whatever was chosen, whoever is on the line and whatever is shown', () => {
    for (const layout of layouts)
      expect(planScreen({ ...open, layout, isDark: true, hasExhibit: true })).toEqual({ kind: 'dark' });
  });

  test('shows who spoke last large and the others in the order in which they came', () => {
    expect(planScreen({ ...open, layout: 'speaker', lastSpeaker: second })).toEqual({
      ...{ kind: 'pictures', hasExhibit: false, large: second },
      small: [first, third],
    });
  });

  test('shows who came last large until somebody has spoken, or when the speaker has gone', () => {
    for (const lastSpeaker of [null, 'd'.repeat(64) as HallPeerId])
      expect(planScreen({ ...open, layout: 'speaker', lastSpeaker })).toMatchObject({ large: third });
  });

  test('keeps whom the secretary wants large whoever speaks, for as long as they are on the line', () => {
    const plan = { ...open, layout: 'speaker', lastSpeaker: second, spotlight: first } as const;
    expect(planScreen(plan)).toMatchObject({ large: first, small: [second, third] });
    expect(planScreen({ ...plan, onLine: [second, third] })).toMatchObject({ large: second, small: [third] });
  });

  test('shows all of one size in the grid, and the hall before them in the view of the hall only', () => {
    expect(planScreen({ ...open, layout: 'grid' })).toMatchObject({ large: null, small: [first, second, third] });
    expect(planScreen({ ...open, layout: 'overview' })).toMatchObject({
      large: null,
      small: ['hall', first, second, third],
    });
    expect(planScreen({ ...open, layout: 'overview', hasOwnPicture: false })).toMatchObject({
      small: [first, second, third],
    });
    expect(planScreen({ ...open, layout: 'overview', onLine: [] })).toMatchObject({ small: ['hall'] });
  });

  test('shows the document with nobody but the large one beside it, and alone where nobody is on the line', () => {
    const plan = { ...open, layout: 'exhibit', hasExhibit: true, lastSpeaker: first } as const;
    expect(planScreen(plan)).toEqual({ kind: 'pictures', hasExhibit: true, large: first, small: [] });
    expect(planScreen({ ...plan, onLine: [] })).toEqual({ kind: 'pictures', hasExhibit: true, large: null, small: [] });
  });

  test('is calm where there is nothing to show, with every layout', () => {
    for (const layout of layouts)
      expect(planScreen({ ...open, layout, onLine: [], hasOwnPicture: false })).toEqual({ kind: 'calm' });
  });
});

test('a loudspeaker is silent at nought, whole at a hundred, and 12 dB softer at the half', () => {
  expect([gainAt(0), gainAt(100), gainAt(-5), gainAt(250)]).toEqual([0, 1, 0, 1]);
  expect(20 * Math.log10(gainAt(50))).toBeCloseTo(-12.04, 2);
});
