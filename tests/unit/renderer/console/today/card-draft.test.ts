import { expect, test } from 'vitest';
import { cardOf, draftOf, minutesOfDay, newDraft } from '../../../../../renderer/console/today/card-draft.ts';

/** 23 November 2026, 09:10 in Kazakhstan. */
const morning = Date.UTC(2026, 10, 23, 4, 10);
const people = { judge: 'Judge A', secretary: 'Secretary B' };

test('a new draft stands at the next quarter of an hour', () => {
  expect(newDraft(morning, people).time).toBe('09:15');
});
test('a time may be typed with a colon, a dot or a space', () => {
  expect(['9:05', '09.05', ' 9 05 '].map(minutesOfDay)).toEqual([545, 545, 545]);
  expect(['24:00', '9:60', '9', 'nine'].map(minutesOfDay)).toEqual([null, null, null, null]);
});
test('a full draft becomes a card of its day, without the lines that name nobody', () => {
  const draft = {
    ...newDraft(morning, people),
    caseNumber: ' 7514-26/1204 ',
    time: '11:30',
    parties: [
      { role: 'claimant', name: ' Person C ' },
      { role: 'defendant', name: ' ' },
    ],
  } as const;
  expect(cardOf(draft, morning)).toEqual({
    card: {
      caseNumber: '7514-26/1204',
      proceedings: 'civil',
      ...people,
      parties: [{ role: 'claimant', name: 'Person C' }],
      plannedAtMs: Date.UTC(2026, 10, 23, 6, 30),
    },
  });
});
test('a draft that lacks something says what', () => {
  expect(cardOf({ ...newDraft(morning, { judge: ' ', secretary: '' }), time: 'soon' }, morning)).toEqual({
    missing: ['caseNumber', 'judge', 'time'],
  });
});
test('a card taken back into the form and out again is the same card', () => {
  const card = {
    caseNumber: '1',
    proceedings: 'criminal',
    ...people,
    parties: [],
    plannedAtMs: Date.UTC(2026, 10, 23, 4, 30),
  } as const;
  expect(cardOf(draftOf(card), morning)).toEqual({ card });
});
