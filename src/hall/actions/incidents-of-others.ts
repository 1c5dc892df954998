import type { IncidentFrame } from '#contract/peer-link.ts';
import { fault } from '#domain/faults.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import { isOver, restoreBy, type IncidentSeen } from '#domain/incidents/incident.ts';
import type { HallPeerId, IncidentId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { enterIncident, findIncident, noteIncident } from './incident-desk.ts';
import { systemAuthor, type Rooms } from './rooms.ts';

/** How long the other hall may take to write it down. */
const receivedLimitMs = 5000;
/** A hall that is out of order in more ways than this at once says no more of it. */
const mostOfOne = 40;

/** Who waits for the other hall to say that it has an incident. */
const waiting = new Map<string, () => void>();
const waitKey = (peerId: HallPeerId, incidentId: IncidentId): string => `${peerId} ${incidentId}`;

type Told = Extract<IncidentFrame, { say: 'incident.told' }>;

/** What is said of it to another court; null for what came from another court itself. */
function frameOf(incident: IncidentSeen, nowMs: number): Told | null {
  const { incidentId, cause, thing, sinceMs, restored } = incident;
  if (cause.source === 'other-court') return null;
  const restoreByMs = restoreBy(incident);
  return {
    say: 'incident.told',
    // Which hall is missing on our line is no business of a third one.
    ...{ incidentId, thing, cause: cause.source === 'alarm' ? { ...cause, peerId: null } : cause },
    agoMs: Math.max(0, nowMs - sinceMs),
    restoreInMs: restoreByMs === null ? null : restoreByMs - nowMs,
    isRestored: restored !== null,
  };
}

/** P17, P25: tells a paired hall, and comes back when that hall has it on its disk. Refuses `peer.link-down`; fails `api.timed-out`. */
export async function sendIncident(rooms: Rooms, incident: IncidentSeen, peerId: HallPeerId): Promise<Outcome<void>> {
  const frame = frameOf(incident, rooms.clock.wallMs());
  if (frame === null) return failed(fault('incident.not-our-court', {}));
  const key = waitKey(peerId, incident.incidentId);
  const received = new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), receivedLimitMs);
    waiting.set(key, () => {
      clearTimeout(limit);
      resolve(true);
    });
  });
  if (!rooms.peers.sayIncident(peerId, frame)) {
    waiting.get(key)?.();
    waiting.delete(key);
    return failed(fault('peer.link-down', {}));
  }
  const isThere = await received;
  waiting.delete(key);
  return isThere ? done(undefined) : failed(fault('api.timed-out', { verb: 'incident.send' }));
}

/** P24: whoever was told over the link is told the time and the end of it too; a link that is down is no reason to wait. */
export function tellOthersAgain(rooms: Rooms, incidentId: IncidentId): void {
  const found = findIncident(rooms, incidentId);
  if (!found.ok) return;
  const frame = frameOf(found.value.incident, rooms.clock.wallMs());
  if (frame === null) return;
  for (const peerId of new Set(found.value.incident.tellings.map((each) => each.peerId)))
    if (peerId !== null) rooms.peers.sayIncident(peerId, frame);
}

/** The hearing on the screens while it has not ended; what another court says then belongs to it, else to the inbox. */
function hearingNow({ desk, journals }: Rooms): HearingView | null {
  const view = desk.hearingId === null ? undefined : journals.view(desk.hearingId);
  return view === undefined || view.phase === 'ended' ? null : view;
}

async function take(rooms: Rooms, peerId: HallPeerId, told: Told): Promise<Outcome<void>> {
  const { incidentId, cause: own, thing, agoMs, restoreInMs, isRestored } = told;
  const { court = '', hall = '' } = rooms.peers.get(peerId) ?? {};
  const nowMs = rooms.clock.wallMs();
  let found = findIncident(rooms, incidentId);
  if (!found.ok) {
    const view = hearingNow(rooms);
    const list = (view === null ? rooms.inbox.seen() : view.incidents).list;
    const isOfThem = ({ cause }: IncidentSeen): boolean => cause.source === 'other-court' && cause.peerId === peerId;
    if (list.filter((each) => isOfThem(each) && !isOver(each)).length >= mostOfOne)
      return failed(fault('incident.unknown', {}));
    const cause = { source: 'other-court', peerId, court, hall, cause: own } as const;
    const sinceMs = Math.round(nowMs - agoMs);
    const entered = await enterIncident(rooms, view, systemAuthor, { incidentId, cause, thing, sinceMs });
    if (!entered.ok) return entered;
    found = findIncident(rooms, incidentId);
    if (!found.ok) return found;
  }
  const { view, incident } = found.value;
  // The name of an incident is drawn by the hall where it was found: nobody else may speak of it.
  if (incident.cause.source !== 'other-court' || incident.cause.peerId !== peerId)
    return failed(fault('incident.unknown', {}));
  const said = [court, hall].filter((part) => part !== '').join(', ');
  const known = restoreBy(incident);
  if (restoreInMs !== null && incident.restored === null) {
    const restoreByMs = Math.round(nowMs + restoreInMs);
    // A message takes some time; what differs by less is the same word said again.
    if (known === null || Math.abs(known - restoreByMs) > 5000) {
      const body = { incidentId, restoreByMs, said };
      const noted = await noteIncident(rooms, view, systemAuthor, { kind: 'incident.estimated', body });
      if (!noted.ok) return noted;
    }
  }
  if (!isRestored || incident.restored !== null) return done(undefined);
  return noteIncident(rooms, view, systemAuthor, { kind: 'incident.restored', body: { incidentId, note: said } });
}

/** What another hall says of incidents: one of its own, which is kept here, or that it has ours. */
export async function hearIncident(rooms: Rooms, peerId: HallPeerId, frame: IncidentFrame): Promise<void> {
  if (frame.say === 'incident.received') {
    waiting.get(waitKey(peerId, frame.incidentId))?.();
    return;
  }
  const taken = await rooms.inTurn(() => take(rooms, peerId, frame));
  if (taken.ok) rooms.peers.sayIncident(peerId, { say: 'incident.received', incidentId: frame.incidentId });
  else rooms.log.warn({ peerId, key: taken.fault.key }, 'incident-of-other-refused');
}
