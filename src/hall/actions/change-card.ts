import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, isRunning, viewOf, type Rooms } from './rooms.ts';

/** Changes what is known of a hearing. Once it has begun its number changes by reassigning only, with a reason. */
export function changeCard(rooms: Rooms): Answerers['hearing.change-card'] {
  return async ({ hearingId, card }, asker) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const view = found.value;
    if (view.phase === 'ended') return failed(fault('hearing.wrong-phase', { phase: view.phase, act: 'change-card' }));
    if (isRunning(view.phase) && card.caseNumber !== view.card.caseNumber)
      return failed(fault('hearing.reason-needed', {}));
    const noted = await rooms.journals.note(hearingId, authorOf(asker), {
      kind: 'hearing.card-changed',
      body: { card },
    });
    rooms.tellState();
    return noted.ok ? done({}) : noted;
  };
}
