import type { IncidentShown } from '#contract/incident-papers.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import {
  causeKey,
  dueAddressee,
  isDueTold,
  isOver,
  restoreBy,
  stageOf,
  type IncidentSeen,
} from '#domain/incidents/incident.ts';
import type { Rooms } from './rooms.ts';

const mostShown = 50;

function shownOf(incident: IncidentSeen, view: HearingView | null): IncidentShown {
  const { incidentId, side, cause, thing, sinceMs, tellings, restored } = incident;
  return {
    ...{ incidentId, side, cause, thing, sinceMs },
    hearingId: view?.hearingId ?? null,
    caseNumber: view?.card.caseNumber ?? '',
    stage: stageOf(incident),
    due: { ...dueAddressee(side), isTold: isDueTold(incident) },
    tellings: tellings.map(({ to, name, way, atMs, by }) => ({ to, name, way, atMs, by: by.name })),
    restoreByMs: restoreBy(incident),
    restoredAtMs: restored?.atMs ?? null,
    choice: incident.decisions.at(-1)?.choice ?? null,
    isOver: isOver(incident),
  };
}

/** Of the hearing on the desk all incidents, of every other and of the inbox those that are not over; the newest first. */
export function incidentsShown(rooms: Pick<Rooms, 'desk' | 'journals' | 'inbox'>): readonly IncidentShown[] {
  const { desk, journals, inbox } = rooms;
  const ofHearings = journals.ids().flatMap((id) => {
    const view = journals.view(id);
    const list = view?.incidents.list ?? [];
    return list
      .filter((each) => id === desk.hearingId || (!isOver(each) && view?.phase !== 'ended'))
      .map((each) => shownOf(each, view ?? null));
  });
  // What a check of the hall found is the hearing's own once its check has found it too.
  const ofHearingKeys = new Set(ofHearings.filter((each) => !each.isOver).map(({ cause }) => causeKey(cause)));
  const ofInbox = inbox
    .seen()
    .list.filter((each) => !isOver(each) && !ofHearingKeys.has(causeKey(each.cause)))
    .map((each) => shownOf(each, null));
  // Those that still want somebody come before those that are over, when there are too many to show.
  return [...ofHearings, ...ofInbox]
    .sort((one, other) => Number(one.isOver) - Number(other.isOver) || other.sinceMs - one.sinceMs)
    .slice(0, mostShown);
}
