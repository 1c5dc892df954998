import type { Answerers } from '#contract/hall.ts';
import type { Asker } from '#contract/call.ts';
import {
  refuseDecision,
  refuseEstimate,
  refuseNotRestored,
  refuseRestored,
  refuseTelling,
} from '#domain/incidents/incident.ts';
import { done, type Outcome } from '#domain/outcome.ts';
import { enterIncident, findIncident, noteIncident, type FoundIncident, type IncidentNote } from './incident-desk.ts';
import { sendIncident, tellOthersAgain } from './incidents-of-others.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

type IncidentVerbs = Pick<
  Answerers,
  | 'incident.choose-side'
  | 'incident.report'
  | 'incident.tell'
  | 'incident.send'
  | 'incident.take'
  | 'incident.estimate'
  | 'incident.settle'
  | 'incident.decide'
>;

const isSpecialist = ({ role, person }: Asker): boolean =>
  person === null ? role === 'specialist' : person.duty === 'specialist';
const nowhere = { name: '', place: null } as const;

/** P17–P19, P23–P25: faults entered, told of, put right and decided upon. Nothing of it happens by itself. */
export function keepIncidents(rooms: Rooms): IncidentVerbs {
  const note = ({ view }: FoundIncident, asker: Asker, said: IncidentNote): Promise<Outcome<void>> =>
    noteIncident(rooms, view, authorOf(asker), said);
  const over = (outcome: Outcome<unknown>): Outcome<Readonly<Record<string, never>>> =>
    outcome.ok ? done({}) : outcome;
  return {
    'incident.choose-side': ({ hearingId, side }, asker) =>
      rooms.inTurn(async () => {
        const found = viewOf(rooms, hearingId);
        if (!found.ok) return found;
        if (found.value.incidents.side === side) return done({});
        const body = { side };
        const noted = await rooms.journals.note(hearingId, authorOf(asker), { kind: 'incident.side-chosen', body });
        rooms.tellState();
        return over(noted);
      }),
    'incident.report': async ({ hearingId, text }, asker) => {
      const found = hearingId === null ? done(null) : viewOf(rooms, hearingId);
      if (!found.ok) return found;
      const sinceMs = rooms.clock.wallMs();
      const cause = { source: 'person', text } as const;
      const entered = await enterIncident(rooms, found.value, authorOf(asker), { cause, thing: nowhere, sinceMs });
      return entered.ok ? done({ incidentId: entered.value }) : entered;
    },
    'incident.tell': ({ incidentId, to, name, way }, asker) =>
      rooms.inTurn(async () => {
        const found = findIncident(rooms, incidentId);
        if (!found.ok) return found;
        const refused = refuseTelling(found.value.incident);
        if (!refused.ok) return refused;
        return over(await note(found.value, asker, { kind: 'incident.told', body: { incidentId, to, name, way } }));
      }),
    'incident.send': async ({ incidentId, peerId }, asker) => {
      const found = findIncident(rooms, incidentId);
      if (!found.ok) return found;
      const refused = refuseTelling(found.value.incident);
      if (!refused.ok) return refused;
      const sent = await sendIncident(rooms, found.value.incident, peerId);
      if (!sent.ok) return sent;
      const { court = '', hall = '' } = rooms.peers.get(peerId) ?? {};
      const name = [court, hall].filter((part) => part !== '').join(', ');
      const body = { incidentId, to: 'other-court', name, way: 'link', peerId } as const;
      return over(await rooms.inTurn(() => note(found.value, asker, { kind: 'incident.told', body })));
    },
    'incident.take': ({ incidentId }, asker) =>
      rooms.inTurn(async () => {
        const found = findIncident(rooms, incidentId);
        if (!found.ok) return found;
        const refused = refuseTelling(found.value.incident);
        if (!refused.ok) return refused;
        return over(await note(found.value, asker, tookUp(found.value, asker)));
      }),
    'incident.estimate': ({ incidentId, inMin, said }, asker) =>
      rooms.inTurn(async () => {
        let found = findIncident(rooms, incidentId);
        if (!found.ok) return found;
        // P24: the specialist who names a time knows of it, whether or not the secretary has ticked so.
        if (isSpecialist(asker) && found.value.incident.restored === null && !isTakenUp(found.value)) {
          const noted = await note(found.value, asker, tookUp(found.value, asker));
          if (!noted.ok) return noted;
          found = findIncident(rooms, incidentId);
          if (!found.ok) return found;
        }
        const nowMs = rooms.clock.wallMs();
        const restoreByMs = nowMs + inMin * 60_000;
        const refused = refuseEstimate(found.value.incident, restoreByMs, nowMs);
        if (!refused.ok) return refused;
        const body = { incidentId, restoreByMs, said: said || authorOf(asker).name };
        const noted = await note(found.value, asker, { kind: 'incident.estimated', body });
        if (noted.ok) tellOthersAgain(rooms, incidentId);
        return over(noted);
      }),
    'incident.settle': ({ incidentId, isRestored, note: words }, asker) =>
      rooms.inTurn(async () => {
        const found = findIncident(rooms, incidentId);
        if (!found.ok) return found;
        const { incident } = found.value;
        const refused = isRestored ? refuseRestored(incident) : refuseNotRestored(incident);
        if (!refused.ok) return refused;
        const kind = isRestored ? 'incident.restored' : 'incident.not-restored';
        const noted = await note(found.value, asker, { kind, body: { incidentId, note: words } });
        if (noted.ok) tellOthersAgain(rooms, incidentId);
        return over(noted);
      }),
    'incident.decide': ({ incidentId, choice }, asker) =>
      rooms.inTurn(async () => {
        const found = findIncident(rooms, incidentId);
        if (!found.ok) return found;
        const refused = refuseDecision(found.value.incident);
        if (!refused.ok) return refused;
        const body = { incidentId, choice, byOralOrder: asker.role !== 'bench' };
        return over(await note(found.value, asker, { kind: 'incident.decided', body }));
      }),
  };
}

function isTakenUp({ incident }: FoundIncident): boolean {
  return incident.tellings.some(({ to, way }) => to === 'specialist' && way === 'screen');
}

function tookUp({ incident: { incidentId } }: FoundIncident, asker: Asker): IncidentNote {
  const { name } = authorOf(asker);
  return { kind: 'incident.told', body: { incidentId, to: 'specialist', name, way: 'screen' } };
}
