import { institutionKinds } from '#domain/directory/entry.ts';
import { directoryColumns, type SheetWords } from '#domain/directory/sheet.ts';
import { words, type Language } from '../plumbing/index.ts';

/** What columns and kinds are called in these languages, the first one first. */
export function sheetWords(languages: readonly Language[]): SheetWords {
  const said = languages.map(words);
  function named<Name extends string>(family: string, names: readonly Name[]): Record<Name, readonly string[]> {
    const named: Partial<Record<Name, readonly string[]>> = {};
    for (const name of names) named[name] = said.map((say) => say(`directory.${family}.${name}`));
    return named as Record<Name, readonly string[]>;
  }
  return { column: named('column', directoryColumns), kind: named('kind', institutionKinds) };
}
