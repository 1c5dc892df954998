import type { HallState } from '#contract/papers.ts';
import type { Words } from '../../ui/words.tsx';

type Transfer = NonNullable<HallState['transfer']>;

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

/** One sentence about an exhibit on its way. */
export function transferWords(transfer: Transfer, words: Pick<Words, 't' | 'tt'>): string {
  const { paper, doneBytes, remainingMs, state } = transfer;
  const name = paper.name === '' ? words.t('exhibits.unnamed') : paper.name;
  const percent = Math.floor((doneBytes / paper.lengthBytes) * 100);
  if (state === 'going' && remainingMs !== null)
    return words.t('exhibits.transfer.goingLeft', { name, percent, left: leftWords(remainingMs, words) });
  return words.tt(`exhibits.transfer.${state}`, { name, percent });
}
