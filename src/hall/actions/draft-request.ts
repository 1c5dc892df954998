import type { Answerers } from '#contract/hall.ts';
import { emptyRequest } from '#domain/documents/appendix-one.ts';
import { fault } from '#domain/faults.ts';
import { canonicalJson } from '#domain/journal/canonical-json.ts';
import { done, failed } from '#domain/outcome.ts';
import { previewedRequest } from './preview-request.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** Keeps what the request says beyond the card, as long as the hearing has not ended. Nothing new is not journaled. */
export function draftRequest(rooms: Rooms): Answerers['request.draft'] {
  return async ({ hearingId, draft }, role) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const view = found.value;
    if (view.phase === 'ended')
      return failed(fault('hearing.wrong-phase', { phase: view.phase, act: 'draft-request' }));
    if (canonicalJson(view.request ?? emptyRequest) !== canonicalJson(draft)) {
      const noted = await rooms.journals.note(hearingId, authorOf(role), { kind: 'request.drafted', body: { draft } });
      if (!noted.ok) return noted;
    }
    return done({ missing: previewedRequest(rooms, view, 'ru', draft).missing });
  };
}
