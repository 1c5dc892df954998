import { fault, faultCode, type Fault } from '#domain/faults.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import {
  causeKey,
  incidentOf,
  isEntered,
  isOver,
  isTechnicalFailure,
  standsForS,
  unreportedItems,
} from '#domain/incidents/incident.ts';
import { checkedGood } from '#domain/incidents/checked-good.ts';
import type { BrokenThing, IncidentCause } from '#domain/incidents/incident-entries.ts';
import { isParticipant, type HallPeerId, type HearingId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, type Outcome } from '#domain/outcome.ts';
import { enterIncident, noteIncident, thingOfItem, thingOfSeat } from './incident-desk.ts';
import { runningHearing, systemAuthor, type Rooms } from './rooms.ts';

/**
 * P17, P23: every red item of a check is an incident at once, so that somebody is told; without a hearing it lies in the inbox of the
 * hall. What lies there and is found in order now is restored, and since when it has been so is known from there.
 */
export async function enterRedItems(
  rooms: Rooms,
  hearingId: HearingId | null,
  items: readonly CheckItem[],
  checkedAtMs: number,
): Promise<void> {
  const view = hearingId === null ? null : (rooms.journals.view(hearingId) ?? null);
  const inbox = rooms.inbox.seen().list;
  for (const item of unreportedItems(view === null ? inbox : view.incidents.list, items)) {
    const cause: IncidentCause = { source: 'check', item };
    const sinceMs = incidentOf(inbox, cause)?.sinceMs ?? checkedAtMs;
    const entered = await enterIncident(rooms, view, systemAuthor, { cause, thing: thingOfItem(rooms, item), sinceMs });
    if (!entered.ok) rooms.alarms.raise(entered.fault);
  }
  for (const { incidentId, cause, restored } of inbox) {
    if (restored !== null || cause.source !== 'check' || !checkedGood(cause.item, items)) continue;
    const body = { incidentId, note: '' };
    const noted = await noteIncident(rooms, null, systemAuthor, { kind: 'incident.restored', body });
    if (!noted.ok) rooms.alarms.raise(noted.fault);
  }
}

/**
 * P16.1: a hearing that is opened although there is no room for its record has an incident that says so, as red items of its check
 * have; before the hearing opens, so that its opening is written down as accepted.
 */
export async function enterShort(rooms: Rooms, view: HearingView, short: Fault): Promise<Outcome<void>> {
  const cause: IncidentCause = { source: 'alarm', fault: short, code: faultCode(short.key), peerId: null };
  if (incidentOf(view.incidents.list, cause) !== undefined) return done(undefined);
  const thing: BrokenThing = { name: '', place: null };
  const entered = await enterIncident(rooms, view, systemAuthor, { cause, thing, sinceMs: rooms.clock.wallMs() });
  return entered.ok ? done(undefined) : entered;
}

type Standing = Readonly<{ cause: IncidentCause; thing: BrokenThing; sinceMs: number }>;

function standingFailures(rooms: Rooms, forMs: number): readonly Standing[] {
  const nowMs = rooms.clock.wallMs();
  const card = rooms.setup.card();
  const alarms = rooms.alarms
    .list()
    .filter(({ fault: told }) => isTechnicalFailure(told.key))
    .map(({ fault: told, sinceMs }): Standing => {
      const cause = { source: 'alarm', fault: told, code: faultCode(told.key), peerId: null } as const;
      return { cause, thing: thingOfSeat(card, told.args['seat'] ?? told.args['track']), sinceMs };
    });
  const lines = rooms.peers.calls
    .all()
    .filter(({ state, peerId }) => state === 'broken' && !isParticipant(peerId))
    .map(({ peerId, sinceMs }): Standing => {
      const { court = '', hall = '' } = rooms.peers.get(peerId as HallPeerId) ?? {};
      const name = [court, hall].filter((part) => part !== '').join(', ');
      const missing = fault('call.missing', { hall: name });
      const code = faultCode(missing.key);
      const cause = { source: 'alarm', fault: missing, code, peerId: peerId as HallPeerId } as const;
      return { cause, thing: { name, place: null }, sinceMs };
    });
  return [...alarms, ...lines].filter(({ sinceMs }) => nowMs - sinceMs >= forMs);
}

/**
 * P19: the reason of a technical break is what a person saw, unless the hall itself knows already what fails: then it is entered by
 * that, and one fault does not stand there twice.
 */
export async function enterBreak(rooms: Rooms, view: HearingView, author: Author, reason: string): Promise<void> {
  const isKnown = view.incidents.list.some((each) => !isOver(each)) || standingFailures(rooms, 0).length > 0;
  if (reason.trim() === '' || isKnown) return;
  const thing: BrokenThing = { name: '', place: null };
  const cause: IncidentCause = { source: 'person', text: reason };
  const entered = await enterIncident(rooms, view, author, { cause, thing, sinceMs: rooms.clock.wallMs() });
  if (!entered.ok) rooms.alarms.raise(entered.fault);
}

/** P19, P24: what fails in the hearing and does not mend itself becomes an incident. Asked every second. */
export function watchFailures(rooms: Rooms): () => void {
  // An entry is on its way to the disk for some milliseconds, on a bad disk for seconds.
  const entering = new Set<string>();
  return () => {
    const view = runningHearing(rooms);
    if (view === null) return;
    for (const standing of standingFailures(rooms, standsForS * 1000)) {
      const key = `${view.hearingId} ${causeKey(standing.cause)}`;
      if (entering.has(key) || isEntered(view.incidents.list, standing.cause)) continue;
      entering.add(key);
      void enterIncident(rooms, view, systemAuthor, standing).then(() => entering.delete(key));
    }
  };
}
