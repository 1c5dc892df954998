import type { HallState } from '#contract/papers.ts';
import { isHeld, type PeopleHere } from '../people/use-people.ts';

export type WantedScreen = 'sign-in' | 'set-up' | 'test-session' | 'today' | 'check' | 'hearing' | 'after';

/** The one screen that the state of the hall calls for. A hearing that is held comes first: also where a hall's card was lost meanwhile. */
export function wantedScreen(
  state: Pick<HallState, 'isSetUp' | 'testSession' | 'hearing'>,
  { people, signedIn }: Pick<PeopleHere, 'people' | 'signedIn'>,
): WantedScreen {
  if (isHeld(state)) return 'hearing';
  if (people.length > 0 && signedIn === null) return 'sign-in';
  if (!state.isSetUp) return 'set-up';
  if (state.testSession !== null) return 'test-session';
  if (state.hearing === null) return 'today';
  return state.hearing.phase === 'ended' ? 'after' : 'check';
}
