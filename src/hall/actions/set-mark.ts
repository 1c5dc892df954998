import { randomUUID } from 'node:crypto';
import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { nextPhase } from '#domain/hearing/phases.ts';
import type { MarkId } from '#domain/ids.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, heldHearing, type Rooms } from './rooms.ts';

/** Sets a mark or note at a moment of the hearing that has already been; without one, now. */
export function setMark(rooms: Rooms): Answerers['mark.set'] {
  return async ({ template, text, kind, atUs: wantedUs }, asker) => {
    const held = heldHearing(rooms);
    if (!held.ok) return held;
    const { view, nowUs } = held.value;
    const next = nextPhase(view.phase, 'mark');
    if (!next.ok) return next;
    const atUs = wantedUs ?? nowUs;
    if (atUs < 0 || atUs > nowUs) return failed(fault('mark.outside-record', {}));
    const markId = randomUUID() as MarkId;
    const noted = await rooms.journals.note(view.hearingId, authorOf(asker), {
      kind: 'mark.set',
      body: { markId, atUs, template, text, kind },
    });
    rooms.tellState();
    return noted.ok ? done({ markId, atUs }) : noted;
  };
}
