import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { wait } from '../stage/start-stage.ts';

export type DemoLanguage = 'ru' | 'kk' | 'en';

const folder = path.join(import.meta.dirname, '..', '..', 'resources', 'locales');
const dictionaries = new Map<DemoLanguage, Readonly<Record<string, string>>>();

/** The word that a person reads for a key. */
export function word(
  language: DemoLanguage,
  key: string,
  args: Readonly<Record<string, string | number>> = {},
): string {
  let dictionary = dictionaries.get(language);
  if (dictionary === undefined) {
    dictionary = JSON.parse(readFileSync(path.join(folder, `${language}.json`), 'utf8')) as Record<string, string>;
    dictionaries.set(language, dictionary);
  }
  const text = dictionary[key];
  if (text === undefined) throw new Error(`no word ${key} in ${language}`);
  return text.replace(/\{([a-zA-Z]+)\}/g, (place, name: string) => String(args[name] ?? place));
}

/** Two hands at one window, reading its words in one language. */
export type Hands = Readonly<{
  page: Page;
  button(key: string, args?: Readonly<Record<string, string | number>>): Locator;
  press(key: string, args?: Readonly<Record<string, string | number>>): Promise<void>;
  /** Presses and holds for as long as what cannot be undone demands. */
  hold(key: string): Promise<void>;
  field(key: string): Locator;
}>;

const holdMs = 1300;

export function handsAt(page: Page, language: DemoLanguage): Hands {
  const button: Hands['button'] = (key, args) => {
    const text = word(language, key, args).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // A button may carry its key ("F6") or a hint after its words.
    return page.getByRole('button', { name: new RegExp(`^${text}`) }).first();
  };
  return {
    page,
    button,
    async press(key, args) {
      await button(key, args).click({ timeout: 15_000 });
    },
    async hold(key) {
      const place = await button(key).boundingBox({ timeout: 15_000 });
      if (place === null) throw new Error(`${key} is not on the screen`);
      await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
      await page.mouse.down();
      await wait(holdMs);
      await page.mouse.up();
    },
    field: (key) => page.getByLabel(word(language, key), { exact: true }).first(),
  };
}

/** The switch on the strip is called by the language's own short name, the same in every language. */
export async function speak(page: Page, language: DemoLanguage): Promise<void> {
  await page
    .getByRole('button', { name: word(language, `language.${language}`), exact: true })
    .first()
    .click();
}
