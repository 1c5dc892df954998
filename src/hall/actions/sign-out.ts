import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { runningHearing, type Rooms } from './rooms.ts';

/** Signs out whoever is signed in at the asking window. Not while a hearing is held: its acts need an author. */
export function signOut(rooms: Rooms): Answerers['person.sign-out'] {
  return async (_papers, { windowId }) => {
    if (runningHearing(rooms) !== null) return failed(fault('people.during-hearing', {}));
    const signedOut = await rooms.people.signOut(windowId);
    return signedOut.ok ? done({}) : signedOut;
  };
}
