import type { Clock } from '../plumbing/index.ts';

/** Looks until `isSo` or until `limitMs` are over; true when it came to be so. */
export async function waitUntil(
  clock: Pick<Clock, 'monotonicUs'>,
  limitMs: number,
  isSo: () => boolean,
): Promise<boolean> {
  const deadlineUs = clock.monotonicUs() + limitMs * 1000;
  while (!isSo()) {
    if (clock.monotonicUs() >= deadlineUs) return false;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return true;
}
