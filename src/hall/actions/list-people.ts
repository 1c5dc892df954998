import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

/** The names for the sign-in screen, and who is signed in at the asking window. */
export function listPeople({ people }: Rooms): Answerers['people.list'] {
  return async (_papers, { person }) => done({ people: people.list(), signedIn: person });
}
