import type { Answerers } from '#contract/hall.ts';
import type { Rooms } from './rooms.ts';

/** Signs a person in at the asking window; whoever was there before is signed out by it. */
export function signIn({ people }: Rooms): Answerers['person.sign-in'] {
  return async ({ personId, pin }, { windowId, role }) => {
    const signedIn = await people.signIn({ windowId, role }, personId, pin);
    return signedIn.ok ? { ok: true, value: { person: signedIn.value } } : signedIn;
  };
}
