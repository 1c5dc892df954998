import { dutiesFor } from '#contract/duties.ts';
import type { Asker, AtTheDoor } from '#contract/call.ts';
import type { Verb } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { runningHearing, type Rooms } from './rooms.ts';

/**
 * Says who asks at a window, and refuses what is not their duty. A hall without people asks nobody. While a hearing
 * is held nobody is asked for a PIN either: not when the 12 hours end, not when the console had to be opened anew; then
 * whoever signed in last at such a window goes on, or nobody's name is written.
 */
export function admitTo(rooms: Rooms): (window: AtTheDoor, verb: Verb) => Outcome<Asker> {
  const { people } = rooms;
  return (window, verb) => {
    const isHeld = runningHearing(rooms) !== null;
    const person = people.at(window.windowId) ?? (isHeld ? people.lastAt(window.role) : null);
    const needed = people.state() === 'nobody' ? null : dutiesFor(verb, window.role);
    if (needed !== null && person === null && !isHeld) return failed(fault('people.sign-in-needed', {}));
    if (needed !== null && needed !== 'any' && person !== null && !needed.includes(person.duty))
      return failed(fault('people.not-your-duty', {}));
    return done({ ...window, person });
  };
}
