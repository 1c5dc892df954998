import type { Answer, Answerers } from '#contract/hall.ts';
import { civilDayOf } from '#domain/calendar/civil-day.ts';
import { endOfTerm } from '#domain/calendar/working-calendar.ts';
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
    const shown = { ...emptyRequest, ...(draft ?? found.value.request) };
    const paper = previewedRequest(rooms, found.value, language, shown);
    return done({ paper, draft: shown, sendBy: sendByOf(rooms, shown.resolvedOn) });
  };
}

/** P12: the last day on which the request may be sent. */
function sendByOf(
  { rules, clock }: Rooms,
  resolvedOn: RequestDraft['resolvedOn'],
): Answer<'request.preview'>['sendBy'] {
  if (resolvedOn === '') return null;
  const { lastDay, isConfirmed, term } = endOfTerm(rules.workingCalendar, resolvedOn, rules.terms.request);
  return { lastDay, isConfirmed, workingDays: term.workingDays, isOver: lastDay < civilDayOf(clock.wallMs()) };
}
