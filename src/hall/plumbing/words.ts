import { readFileSync } from 'node:fs';
import path from 'node:path';
import { faultCode, type Fault } from '#domain/faults.ts';

export type Language = 'ru' | 'kk' | 'en';
/** The words for a key such as `faults.archive.busy.happened`, with `{name}` filled in; the key itself where there are none. */
export type Words = (key: string, args?: Readonly<Record<string, string | number>>) => string;

const localesFolder = path.join(import.meta.dirname, '..', '..', '..', 'resources', 'locales');

/** From `--lang`, `TARAZY_LANG` or the system's `LANG`; Russian where none is ours. */
export function languageFrom(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  for (const wish of [asked, env['TARAZY_LANG'], env['LANG']]) {
    const two = wish?.slice(0, 2).toLowerCase();
    if (two === 'ru' || two === 'kk' || two === 'en') return two;
  }
  return 'ru';
}

/** The words of one language from resources/locales. A missing file or key gives keys, never an error: words must not stop the hall. */
export function words(language: Language): Words {
  const tree = readLocale(language);
  return (key, args = {}) => {
    const text = lookUp(tree, key);
    if (text === null) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole));
  };
}

/** What happened and what to do, with the code that is read out over the telephone. */
export function faultSentence(told: Fault, say: Words): string {
  return `${faultCode(told.key)}: ${say(`faults.${told.key}.happened`, told.args)}. ${say(`faults.${told.key}.todo`, told.args)}`;
}

function readLocale(language: Language): unknown {
  try {
    return JSON.parse(readFileSync(path.join(localesFolder, `${language}.json`), 'utf8'));
  } catch {
    return {};
  }
}

/** Locales may be flat ("faults.archive.busy.happened"), nested, or nested under dotted names; the longest name that is there wins. */
function lookUp(tree: unknown, key: string): string | null {
  if (typeof tree !== 'object' || tree === null) return null;
  const branch = tree as Readonly<Record<string, unknown>>;
  const whole = branch[key];
  if (typeof whole === 'string') return whole;
  const parts = key.split('.');
  for (let count = parts.length - 1; count >= 1; count -= 1) {
    const name = parts.slice(0, count).join('.');
    if (Object.hasOwn(branch, name)) {
      const found = lookUp(branch[name], parts.slice(count).join('.'));
      if (found !== null) return found;
    }
  }
  return null;
}
