import type { Fault } from '../faults.ts';
import type { HallPeerId } from '../ids.ts';
import type { ExhibitPaper } from './exhibit.ts';

/** Why a hall does not take an exhibit, in the order in which it looks; `altered`: what came is not what was announced. */
export const refusedExhibits = [
  'no-hearing',
  'not-on-line',
  'closed',
  'busy',
  'no-room',
  'wrong-type',
  'altered',
] as const;
export type RefusedExhibit = (typeof refusedExhibits)[number];

export const transferWays = ['out', 'in'] as const;
/** `waiting`: the other hall has not taken it yet, or the link is being mended. */
export const transferStates = ['waiting', 'going', 'done', 'cancelled', 'failed'] as const;

/** One exhibit on its way between two halls, as both consoles see it. */
export type Transfer = Readonly<{
  paper: ExhibitPaper;
  peerId: HallPeerId;
  way: (typeof transferWays)[number];
  state: (typeof transferStates)[number];
  doneBytes: number;
  /** By what went in the last seconds; null while that tells nothing. */
  remainingMs: number | null;
  /** Why it failed; null when it did not. */
  fault: Fault | null;
}>;

/** Whether it still lasts. */
export function isUnderWay({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'waiting' || state === 'going';
}
