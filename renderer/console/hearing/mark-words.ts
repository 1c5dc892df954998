import type { Mark } from '#contract/papers.ts';
import type { Words } from '../../ui/words.tsx';

/** What a mark says: the words of its template, the text of a note, or both. */
export function markWords(words: Pick<Words, 'tt'>, mark: Pick<Mark, 'kind' | 'template' | 'text'>): string {
  if (mark.kind === 'note') return mark.text;
  const name = words.tt(`marks.${mark.template}`);
  return mark.text === '' ? name : `${name}: ${mark.text}`;
}
