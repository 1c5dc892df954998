import { authorOf, type Rooms } from './rooms.ts';
import type { Answerers } from '#contract/hall.ts';

/** Enters a hearing into the day's list. */
export function planHearing(rooms: Rooms): Answerers['hearing.plan'] {
  return async ({ card }, asker) => {
    const planned = await rooms.journals.plan(card, rooms.training, authorOf(asker));
    rooms.tellState();
    return planned.ok ? { ok: true, value: { hearingId: planned.value } } : planned;
  };
}
