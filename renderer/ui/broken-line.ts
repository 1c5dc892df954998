import type { HallState } from '#contract/papers.ts';

/** By then a short break has mended itself, and nobody needs to be told. */
const tellAfterMs = 3000;

/** A hall that was on the line and is not received any more, the one that is missing longest. */
export type BrokenLine = Readonly<{ peer: HallState['peers'][number]; sinceMs: number }>;

/** P19: what a technical break is offered for; null while every call that lasts is whole, or only just broke. */
export function brokenLine({ calls, peers, wallMs }: Pick<HallState, 'calls' | 'peers' | 'wallMs'>): BrokenLine | null {
  const broken = calls
    .filter(({ state, sinceMs }) => state === 'broken' && wallMs - sinceMs >= tellAfterMs)
    .toSorted((one, other) => one.sinceMs - other.sinceMs)[0];
  const peer = peers.find(({ id }) => id === broken?.peerId);
  return broken === undefined || peer === undefined ? null : { peer, sinceMs: wallMs - broken.sinceMs };
}
