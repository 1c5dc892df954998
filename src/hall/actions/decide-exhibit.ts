import type { OpenHearing } from '#contract/papers.ts';
import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import { done, failed } from '#domain/outcome.ts';
import { exhibitOf, urlOf } from './keep-exhibits.ts';
import { authorOf, heldHearing, type Rooms } from './rooms.ts';

/** The documents that wait for the presiding judge, with where their bytes are. */
export function handedInOf(rooms: Rooms, view: HearingView): OpenHearing['handedIn'] {
  return view.exhibits
    .filter(({ stage }) => stage === 'waiting')
    .map((exhibit) => ({ ...exhibit, url: urlOf(rooms, view.hearingId, exhibit) }));
}

/** P36: whether a document that a participant handed in is taken. It is decided once; whoever was refused may hand it in anew. */
export function decideExhibit(rooms: Rooms): Answerers['exhibit.decide'] {
  return async ({ exhibitId, isAccepted }, asker) => {
    const decided = await rooms.inTurn(async () => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      const { view, nowUs } = held.value;
      const found = exhibitOf(view, exhibitId);
      if (!found.ok) return found;
      if (found.value.stage !== 'waiting') return failed(fault('exhibit.decided', {}));
      const body = { atUs: nowUs, exhibitId, isAccepted, byOralOrder: asker.role !== 'bench' };
      return rooms.journals.note(view.hearingId, authorOf(asker), { kind: 'exhibit.decided', body });
    });
    rooms.tellState();
    return decided.ok ? done({}) : decided;
  };
}
