import type { CheckItem } from '../check/check-item.ts';

/** Whether a later check found the same thing not red any more. What it did not look at it says nothing of. */
export function checkedGood({ kind, subject }: CheckItem, items: readonly CheckItem[]): boolean {
  const same = items.filter((item) => item.kind === kind && item.subject === subject);
  return same.length > 0 && same.every(({ verdict }) => verdict !== 'bad');
}
