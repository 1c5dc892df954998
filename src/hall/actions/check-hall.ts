import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { failed } from '#domain/outcome.ts';
import { beginCheck } from './check-hearing.ts';
import { authorOf, runningHearing, type Rooms } from './rooms.ts';

/** Checks the hall by itself, whole or in part; a running hearing lets it look only at what disturbs nobody. */
export function checkHall(rooms: Rooms): Answerers['hall.check'] {
  return async ({ isPassive, only, variant }, asker) => {
    const held = runningHearing(rooms);
    if (held !== null && !isPassive) return failed(fault('check.during-hearing', { caseNumber: held.card.caseNumber }));
    return beginCheck(rooms, { hearingId: null, by: authorOf(asker), reason: 'asked', isPassive, only, variant });
  };
}
