import { describe, expect, test } from 'vitest';
import { emptyEntry, entryFrom, typedFrom } from '../../../../../renderer/console/halls/entry-draft.ts';

const typed = { ...emptyEntry, court: 'Court', host: ' 10.0.0.1 ', port: '47100' };

describe('an entry that is typed', () => {
  test('becomes what the hall keeps, and back', () => {
    const entry = entryFrom(typed);
    expect(entry).toMatchObject({ court: 'Court', host: '10.0.0.1', port: 47_100 });
    if (typeof entry === 'string') throw new Error(entry);
    expect(typedFrom(entry)).toEqual({ ...typed, host: '10.0.0.1' });
    expect(entryFrom({ ...typed, host: '', port: '' })).toMatchObject({ host: '', port: null });
  });

  test.each([
    ['court', { court: ' ' }],
    ['host', { host: 'ten dot one' }],
    ['port', { port: '70000' }],
    ['port', { port: 'x' }],
  ] as const)('names the field %s that the hall would not take', (field, change) => {
    expect(entryFrom({ ...typed, ...change })).toBe(field);
  });
});
