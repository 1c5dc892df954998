import type { PlannedTrack } from '#contract/capture.ts';

type Source = Pick<PlannedTrack, 'device'> & { readonly video?: PlannedTrack['video'] };

/** Flat papers, word by word, in one order: a plan made from files names the same things in another one. */
function words(paper: object | undefined): string {
  return JSON.stringify(Object.entries(paper ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether two plans want the same device with the same picture, so that what is open may stay open. */
export function isSameSource(one: Source, other: Source): boolean {
  return words(one.device) === words(other.device) && words(one.video) === words(other.video);
}
