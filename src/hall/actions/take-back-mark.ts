import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, type Rooms } from './rooms.ts';

/** Takes a mark of the hearing on the screen back; it stays in the journal as taken back. */
export function takeBackMark(rooms: Rooms): Answerers['mark.take-back'] {
  return async ({ markId }, asker) => {
    const { desk, journals } = rooms;
    const view = desk.hearingId === null ? undefined : journals.view(desk.hearingId);
    const mark = view?.marks.find((each) => each.markId === markId && !each.takenBack);
    if (view === undefined || mark === undefined) return failed(fault('mark.unknown', {}));
    const noted = await journals.note(view.hearingId, authorOf(asker), { kind: 'mark.taken-back', body: { markId } });
    rooms.tellState();
    return noted.ok ? done({}) : noted;
  };
}
