import type { HallState } from '#contract/papers.ts';
import { leftWords } from '../../ui/size-words.ts';
import type { Words } from '../../ui/words.tsx';

type Transfer = NonNullable<HallState['transfer']>;

/** One sentence about an exhibit on its way. */
export function transferWords(transfer: Transfer, words: Pick<Words, 't' | 'tt'>): string {
  const { paper, doneBytes, remainingMs, state } = transfer;
  const name = paper.name === '' ? words.t('exhibits.unnamed') : paper.name;
  const percent = Math.floor((doneBytes / paper.lengthBytes) * 100);
  if (state === 'going' && remainingMs !== null)
    return words.t('exhibits.transfer.goingLeft', { name, percent, left: leftWords(remainingMs, words) });
  return words.tt(`exhibits.transfer.${state}`, { name, percent });
}
