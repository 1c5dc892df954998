import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { failed } from '#domain/outcome.ts';
import { runningHearing, type Rooms } from './rooms.ts';

/** Adds, renames, removes a person or changes a PIN. Not while a hearing is held: nobody is thrown out of one. */
export function changePeople(rooms: Rooms): Answerers['people.change'] {
  return async (change, { windowId, role }) => {
    if (runningHearing(rooms) !== null) return failed(fault('people.during-hearing', {}));
    const changed = await rooms.people.change({ windowId, role }, change);
    return changed.ok ? { ok: true, value: { person: changed.value } } : changed;
  };
}
