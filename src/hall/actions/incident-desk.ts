import { randomUUID } from 'node:crypto';
import { fault } from '#domain/faults.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { IncidentSeen } from '#domain/incidents/incident.ts';
import type { BrokenThing, IncidentBodies, IncidentCause } from '#domain/incidents/incident-entries.ts';
import type { IncidentId, SeatId } from '#domain/ids.ts';
import type { Author, JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { HallCard } from '#domain/seats.ts';
import type { InboxNote } from '../incidents/index.ts';
import { clockNow, type Rooms } from './rooms.ts';

/** What lies in the inbox has no line of a hearing and no decision of a court. */
type Noted = Exclude<keyof IncidentBodies, 'incident.side-chosen' | 'act.drafted' | 'act.made'>;
export type IncidentNote = {
  [Kind in Noted]: Readonly<{ kind: Kind; body: Omit<IncidentBodies[Kind], 'atUs'> }>;
}[Noted];

/** An incident and the hearing that it belongs to; `view` null: it lies in the inbox of the hall. */
export type FoundIncident = Readonly<{ view: HearingView | null; incident: IncidentSeen }>;

/** Wherever it is kept, or `incident.unknown`. */
export function findIncident(rooms: Rooms, incidentId: IncidentId): Outcome<FoundIncident> {
  const isIt = (each: IncidentSeen): boolean => each.incidentId === incidentId;
  const inInbox = rooms.inbox.seen().list.find(isIt);
  if (inInbox !== undefined) return done({ view: null, incident: inInbox });
  for (const id of rooms.journals.ids()) {
    const view = rooms.journals.view(id);
    const incident = view?.incidents.list.find(isIt);
    if (view !== undefined && incident !== undefined) return done({ view, incident });
  }
  return failed(fault('incident.unknown', {}));
}

/** Writes what became of an incident where the incident is kept, with the moment on the hearing's line. */
export async function noteIncident(
  rooms: Rooms,
  view: HearingView | null,
  author: Author,
  { kind, body }: IncidentNote,
): Promise<Outcome<void>> {
  const atUs = view === null ? 0 : lineNow(view, clockNow(rooms.clock));
  const note = { kind, body: { atUs, ...body } };
  const noted =
    view === null
      ? await rooms.inbox.note(author, note as InboxNote)
      : await rooms.journals.note(view.hearingId, author, note as JournalNote);
  rooms.tellState();
  return noted.ok ? done(undefined) : noted;
}

/** A new incident of this hearing, or of the inbox. */
export async function enterIncident(
  rooms: Rooms,
  view: HearingView | null,
  author: Author,
  of: Readonly<{ cause: IncidentCause; thing: BrokenThing; sinceMs: number; incidentId?: IncidentId }>,
): Promise<Outcome<IncidentId>> {
  const incidentId = of.incidentId ?? (randomUUID() as IncidentId);
  const side = view?.incidents.side ?? 'hearing';
  const { cause, thing, sinceMs } = of;
  const noted = await noteIncident(rooms, view, author, {
    kind: 'incident.opened',
    body: { incidentId, side, cause, thing, sinceMs },
  });
  return noted.ok ? done(incidentId) : noted;
}

/** The place of a seat by its own name, else by the word for who sits there. */
export function thingOfSeat(card: HallCard, seatId: SeatId | string | number | undefined): BrokenThing {
  const seat = card.seats.find(({ id }) => id === seatId);
  return seat === undefined ? { name: '', place: null } : { name: seat.name, place: seat.place };
}

/** What a check item is about, as people call it. */
export function thingOfItem(rooms: Pick<Rooms, 'setup' | 'peers'>, { subject }: CheckItem): BrokenThing {
  const card = rooms.setup.card();
  const ofSeat = thingOfSeat(card, subject);
  if (ofSeat.place !== null || subject === '') return ofSeat;
  const name =
    card.loudspeakers?.find(({ id }) => id === subject)?.name ??
    rooms.peers.shown().find(({ id }) => id === subject)?.hall ??
    subject;
  return { name, place: null };
}
