import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import { authorOf, heldHearing, type Rooms } from './rooms.ts';

/** L9: what the hall's own loudspeakers play where an interpreter speaks from a page. What is written stays as it is. */
export function chooseChannel(rooms: Rooms): Answerers['interpretation.choose'] {
  return async ({ channel }, asker) => {
    const held = heldHearing(rooms);
    if (!held.ok) return held;
    const { view, nowUs } = held.value;
    const body = { atUs: nowUs, channel };
    const noted = await rooms.journals.note(view.hearingId, authorOf(asker), { kind: 'interpretation.chosen', body });
    rooms.tellState();
    return noted.ok ? done({}) : noted;
  };
}
