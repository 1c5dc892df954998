import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { faultCode, type Fault } from '#domain/faults.ts';
import type { Seat } from '#domain/seats.ts';
import en from '../../resources/locales/en.json';
import kk from '../../resources/locales/kk.json';
import ru from '../../resources/locales/ru.json';

export const languages = ['kk', 'ru', 'en'] as const;
export type Language = (typeof languages)[number];

/** A key of the locale files; the three files hold the same keys (checked by a test). */
export type WordKey = keyof typeof ru;
export type WordArgs = Readonly<Record<string, string | number>>;

const dictionaries: Readonly<Record<Language, Readonly<Record<string, string>>>> = { kk, ru, en };

/** The sentence for a key with `{name}` places filled; an argument that is missing leaves its place visible. */
export function phrase(language: Language, key: string, args: WordArgs = {}): string {
  const sentence = dictionaries[language][key] ?? dictionaries.ru[key] ?? key;
  return sentence.replace(/\{([a-zA-Z]+)\}/g, (place, name: string) => String(args[name] ?? place));
}

export type FaultWords = Readonly<{ happened: string; todo: string; code: string }>;

export type Words = Readonly<{
  language: Language;
  setLanguage: (language: Language) => void;
  t: (key: WordKey, args?: WordArgs) => string;
  /** For keys composed at run time from domain values. An unknown key is shown as it is, so that it is noticed. */
  tt: (key: string, args?: WordArgs) => string;
  /** What happened, what to do, and the code for the telephone. Places are called as the hall calls them. */
  faultWords: (fault: Fault, seats?: readonly Seat[]) => FaultWords;
}>;

const WordsContext = createContext<Words | null>(null);

/** A browser that keeps nothing for pages throws already when it is asked for its storage. */
function remembered(storageKey: string, first: Language): Language {
  try {
    const found = globalThis.localStorage.getItem(storageKey);
    return languages.find((language) => language === found) ?? first;
  } catch {
    return first;
  }
}

function remember(storageKey: string, language: Language): void {
  try {
    globalThis.localStorage.setItem(storageKey, language);
  } catch {
    // Then it is chosen anew next time.
  }
}

/** A fault carries ids and keys of the domain; a person reads names. */
function readableArgs(fault: Fault, seats: readonly Seat[], language: Language): WordArgs {
  return Object.fromEntries(
    Object.entries(fault.args).map(([name, value]) => {
      if (name === 'part') return [name, phrase(language, `parts.${value}`)];
      if (name === 'monitor') return [name, phrase(language, `monitors.names.${value}`)];
      if (name === 'phase') return [name, phrase(language, `phase.${value}`)];
      const seat = seats.find(({ id }) => id === value);
      if (seat === undefined) return [name, value];
      return [name, seat.name === '' ? phrase(language, `seats.${seat.place}`) : seat.name];
    }),
  );
}

/** Gives its window a language of its own, remembered under the window's name. `first` until a person chooses. */
export function WordsProvider({
  window,
  first = 'ru',
  children,
}: {
  window: string;
  first?: Language;
  children: ReactNode;
}): ReactNode {
  const storageKey = `tarazy.language.${window}`;
  const [language, choose] = useState(() => remembered(storageKey, first));

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const setLanguage = useCallback(
    (next: Language) => {
      remember(storageKey, next);
      choose(next);
    },
    [storageKey],
  );

  const words = useMemo<Words>(
    () => ({
      language,
      setLanguage,
      t: (key, args) => phrase(language, key, args),
      tt: (key, args) => phrase(language, key, args),
      faultWords: (fault, seats = []) => {
        const args = readableArgs(fault, seats, language);
        return {
          happened: phrase(language, `faults.${fault.key}.happened`, args),
          todo: phrase(language, `faults.${fault.key}.todo`, args),
          code: faultCode(fault.key),
        };
      },
    }),
    [language, setLanguage],
  );

  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The words of this window. Only below `LookProvider`. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (words === null) throw new Error('useWords needs LookProvider above it');
  return words;
}
