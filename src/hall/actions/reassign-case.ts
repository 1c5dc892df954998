import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** The wrong case was opened: the record gets the right number, the old one stays in the journal. */
export function reassignCase(rooms: Rooms): Answerers['hearing.reassign-case'] {
  return async ({ hearingId, caseNumber, reason }, asker) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const body = { fromCaseNumber: found.value.card.caseNumber, toCaseNumber: caseNumber, reason };
    const noted = await rooms.journals.note(hearingId, authorOf(asker), { kind: 'hearing.case-reassigned', body });
    rooms.tellState();
    return noted.ok ? done({}) : noted;
  };
}
