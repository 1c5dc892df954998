import type { Answerers } from '#contract/hall.ts';
import { emptyRequest, type RequestDraft } from '#domain/documents/appendix-one.ts';
import type { Paper, PaperLanguage } from '#domain/documents/paper.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import { done } from '#domain/outcome.ts';
import { viewOf, type Rooms } from './rooms.ts';

/** The request of a hearing with these words beyond its card; the court is the one the hall is set up for. */
export function previewedRequest(rooms: Rooms, view: HearingView, language: PaperLanguage, draft: RequestDraft): Paper {
  return rooms.documents.request(language, { card: view.card, court: rooms.setup.card().court, draft });
}

/** Shows the request as it will look, with words that were not kept yet or, without any, the kept ones. */
export function previewRequest(rooms: Rooms): Answerers['request.preview'] {
  return async ({ hearingId, language, draft }) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const shown = draft ?? found.value.request ?? emptyRequest;
    return done({ paper: previewedRequest(rooms, found.value, language, shown), draft: shown });
  };
}
