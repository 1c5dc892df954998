import { dutiesFor } from '#contract/duties.ts';
import type { Asker, AtTheDoor } from '#contract/call.ts';
import type { Verb } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { runningHearing, type Rooms } from './rooms.ts';

/**
 * Says who asks at a window, and refuses what is not their duty. A hall without people asks nobody. While a hearing
 * is held the console and the bench are not asked for a PIN anew: not when the 12 hours end, not when the window had to
 * be opened again; whoever signed in last there goes on. Where even that is unknown the console works without a name.
 */
export function admitTo(rooms: Rooms): (window: AtTheDoor, verb: Verb) => Outcome<Asker> {
  const { people } = rooms;
  return (window, verb) => {
    const isHeld = runningHearing(rooms) !== null;
    const isInTheHall = window.role === 'console' || window.role === 'bench';
    const person = people.at(window.windowId) ?? (isHeld && isInTheHall ? people.lastAt(window.role) : null);
    const needed = people.state() === 'nobody' ? null : dutiesFor(verb, window.role);
    const mayBeNameless = isHeld && window.role === 'console';
    if (needed !== null && person === null && !mayBeNameless) return failed(fault('people.sign-in-needed', {}));
    if (needed !== null && needed !== 'any' && person !== null && !needed.includes(person.duty))
      return failed(fault('people.not-your-duty', {}));
    return done({ ...window, person });
  };
}
