import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { runningHearing, viewOf, type Rooms } from './rooms.ts';
import { refuseInTest } from './test-session.ts';

/** Puts a hearing on the screens, or clears them. A hearing that is being held stays there. */
export function selectHearing(rooms: Rooms): Answerers['hearing.select'] {
  return async ({ hearingId }) => {
    const { desk, recorder } = rooms;
    const held = runningHearing(rooms);
    if (held !== null && held.hearingId !== hearingId)
      return failed(fault('hearing.another-is-open', { caseNumber: held.card.caseNumber }));
    const free = refuseInTest(rooms);
    if (!free.ok && desk.hearingId !== hearingId) return free;
    if (desk.check?.state === 'running' && desk.check.hearingId !== hearingId)
      return failed(fault('check.running', {}));
    if (hearingId !== null) {
      const found = viewOf(rooms, hearingId);
      if (!found.ok) return found;
    }
    if (desk.check?.hearingId !== hearingId) desk.check = null;
    desk.hearingId = hearingId;
    if (hearingId === null && recorder.plan().mode === 'warm') await recorder.close({ cutAtUs: null, lamp: 'off' });
    rooms.tellState();
    return done({});
  };
}
