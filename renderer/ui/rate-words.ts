import type { Language } from './words.tsx';

/** "1,08" Mbit/s from kbit/s. Cut and not rounded: a figure must not read as the limit that it did not reach. */
export function megabits(kbps: number, language: Language): string {
  const cut = Math.floor(kbps / 10) / 100;
  const format = new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'ru-RU', { maximumFractionDigits: 2 });
  return format.format(cut);
}
