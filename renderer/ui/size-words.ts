import type { Words } from './words.tsx';

/** Megabytes as people read them, never 0. */
export function sizeWords(lengthBytes: number, { t, language }: Pick<Words, 't' | 'language'>): string {
  const format = new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'ru-RU', { maximumFractionDigits: 1 });
  return t('exhibits.size', { mb: format.format(Math.max(0.1, lengthBytes / 1024 / 1024)) });
}

/** How long something still takes: minutes from two on, seconds below. */
export function leftWords(remainingMs: number, { t }: Pick<Words, 't'>): string {
  const seconds = Math.max(1, Math.ceil(remainingMs / 1000));
  return seconds >= 120
    ? t('exhibits.leftMin', { minutes: Math.ceil(seconds / 60) })
    : t('exhibits.leftS', { seconds });
}
