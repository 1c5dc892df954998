import { describe, expect, test } from 'vitest';
import { faultCatalogue } from '#domain/faults.ts';
import { partyRoles, proceedings } from '#domain/hearing/card.ts';
import { duties } from '#domain/people.ts';
import { seatPlaces } from '#domain/seats.ts';
import { filesUnder, languages, placeholdersOf, read, wordsOf } from './house-tree.ts';

const russian = wordsOf('ru');

describe.each(languages)('the words in %s', (language) => {
  const words = wordsOf(language);

  test('have the same keys as every other language', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(russian).sort());
  });

  test('are never empty', () => {
    expect(Object.keys(words).filter((key) => words[key]!.trim() === '')).toEqual([]);
  });

  test('leave the same places to be filled as Russian', () => {
    const places = (of: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.keys(russian).map((key) => [key, placeholdersOf(of[key] ?? '')]));
    expect(places(words)).toEqual(places(russian));
  });

  test('say of every fault what happened and what to do, with the arguments the fault carries and no others', () => {
    const complaints = Object.entries(faultCatalogue).flatMap(([key, kind]) => {
      const known = new Set<string>(kind.args);
      return ['happened', 'todo'].flatMap((part) => {
        const said = words[`faults.${key}.${part}`];
        if (said === undefined) return [`${key}: no words for what ${part}`];
        return placeholdersOf(said)
          .filter((hole) => !known.has(hole))
          .map((hole) => `${key}.${part}: {${hole}} is no argument`);
      });
    });
    expect(complaints).toEqual([]);
  });

  test('name every seat, role, duty and kind of proceedings', () => {
    const wanted = [
      ...seatPlaces.map((place) => `seats.${place}`),
      ...partyRoles.map((role) => `roles.${role}`),
      ...proceedings.map((kind) => `proceedings.${kind}`),
      ...duties.map((duty) => `duties.${duty}`),
    ];
    expect(wanted.filter((key) => !(key in words))).toEqual([]);
  });

  test('speak of no fault that the catalogue does not know', () => {
    const spoken = Object.keys(words).filter((key) => key.startsWith('faults.'));
    const known = new Set(
      Object.keys(faultCatalogue).flatMap((key) => [`faults.${key}.happened`, `faults.${key}.todo`]),
    );
    expect(spoken.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('the words that windows ask for', () => {
  const sources = filesUnder('renderer').filter((file) => /[.]tsx?$/.test(file));
  const code = sources.map((file) => ({ file, text: read(file) }));

  test('are all in the locales', () => {
    const asked = code.flatMap(({ file, text }) =>
      [...text.matchAll(/\btt?\(\s*'([^']+)'/g)].map((hit) => ({ file, key: hit[1]! })),
    );
    expect(asked.filter(({ key }) => !(key in russian))).toEqual([]);
  });

  test('exist for every family that is composed at run time', () => {
    const families = code.flatMap(({ file, text }) =>
      [...text.matchAll(/\btt?\(\s*`([^`$]+)\$\{/g)].map((hit) => ({ file, family: hit[1]! })),
    );
    const keys = Object.keys(russian);
    expect(families.filter(({ family }) => !keys.some((key) => key.startsWith(family)))).toEqual([]);
  });

  test('are the only ones in the locales: each stands in the code, whole or by its family', () => {
    const all = ['src', 'renderer', 'native']
      .flatMap(filesUnder)
      .filter((file) => /[.]tsx?$/.test(file))
      .map(read)
      .join('\n');
    const whole = new Set([...all.matchAll(/['"`]([\w-]+(?:[.][\w-]+)+)['"`]/g)].map((hit) => hit[1]!));
    const families = [...all.matchAll(/`((?:[\w-]+[.])+)\$\{/g)].map((hit) => hit[1]!);
    const unused = Object.keys(russian).filter(
      (key) => !whole.has(key) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });
});
