import type { CallUpShown, CalledRow } from '#contract/call-up.ts';
import type { Answerers } from '#contract/hall.ts';
import { fault, faultCode, type Fault } from '#domain/faults.ts';
import { callUpMs, isPending, personState, siteState, whyNotCome } from '#domain/hearing/call-up.ts';
import type { CallUpEnd } from '#domain/hearing/call-up-entries.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import { isParticipant, type HallPeerId, type HearingId, type ParticipantId, type PartyId } from '#domain/ids.ts';
import type { Author, JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isLasting, type Call } from '#domain/peers/call.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { CallUp } from './call-up-desk.ts';
import { mayCall } from './hold-call.ts';
import { authorOf, clockNow, noteBySystem, systemAuthor, type Rooms } from './rooms.ts';

type Known = Pick<Rooms, 'desk' | 'journals' | 'peers' | 'participants' | 'clock'>;
type CallUpVerbs = Pick<Answerers, 'sites.choose' | 'call-up.begin' | 'call-up.again' | 'call-up.stop'>;

function viewOnDesk({ desk, journals }: Pick<Rooms, 'desk' | 'journals'>): HearingView | null {
  const view = desk.hearingId === null ? undefined : journals.view(desk.hearingId);
  return view === undefined || view.phase === 'ended' ? null : view;
}

function callUpOf(desk: Rooms['desk'], hearingId: HearingId): CallUp {
  if (desk.callUp?.hearingId === hearingId) return desk.callUp;
  const maps = { refusals: new Map(), dialled: new Map(), called: new Map() } as const;
  desk.callUp = { hearingId, endsAtMs: null, end: null, ...maps };
  return desk.callUp;
}

function callWith({ peers }: Pick<Rooms, 'peers'>, id: PartyId): Call | null {
  return peers.calls.all().find(({ peerId }) => peerId === id) ?? null;
}

/** Since when this participant's page is told to be ready; null: it is not. */
export function calledAtMs({ desk, clock }: Pick<Rooms, 'desk' | 'clock'>, id: ParticipantId): number | null {
  const atMs = desk.callUp?.called.get(id);
  return atMs !== undefined && clock.wallMs() - atMs < callUpMs ? atMs : null;
}

function rowsOf(rooms: Known, view: HearingView, callUp: CallUp | null): readonly CalledRow[] {
  const { peers, participants } = rooms;
  const isRunning = callUp !== null && callUp.endsAtMs !== null;
  const shown = peers.shown();
  const sites = view.sites.map(({ peerId, court, hall }): CalledRow => {
    const call = callWith(rooms, peerId);
    const refusal = callUp?.refusals.get(peerId) ?? null;
    const isUp = shown.some(({ id, link }) => id === peerId && link === 'up');
    const state = siteState({ isUp, call, refusal, isRunning });
    return { partyId: peerId, role: null, court, name: hall, state, fault: state === 'refused' ? refusal : null };
  });
  const hasPlace = peers.calls.hasPartyPlace();
  const people = view.participants
    .filter(({ stage }) => stage !== 'withdrawn')
    .map(({ participantId, name, role, stage }): CalledRow => {
      const isHere = participants.isHere(participantId);
      const state = personState({ stage }, { isHere, call: callWith(rooms, participantId), hasPlace });
      const why = state === 'refused' ? fault('call.too-many-people', { most: peers.calls.mostParties }) : null;
      return { partyId: participantId, role, court: '', name, state, fault: why };
    });
  return [...sites, ...people];
}

/** P16.3: everybody of the hearing on the desk, and where they stand; null while none is. */
export function callUpShown(rooms: Known): CallUpShown | null {
  const view = viewOnDesk(rooms);
  if (view === null) return null;
  const callUp = rooms.desk.callUp?.hearingId === view.hearingId ? rooms.desk.callUp : null;
  const endsAtMs = callUp?.endsAtMs ?? null;
  return {
    isRunning: endsAtMs !== null,
    remainingMs: endsAtMs === null ? 0 : Math.max(0, endsAtMs - rooms.clock.wallMs()),
    end: callUp?.end ?? null,
    rows: rowsOf(rooms, view, callUp),
  };
}

function noteOf(rooms: Rooms, view: HearingView, author: Author, made: (atUs: AtUs) => JournalNote) {
  return rooms.journals.note(view.hearingId, author, made(lineNow(view, clockNow(rooms.clock))));
}

/** Calls this hall, or answers it where it calls. What is refused stays beside its name. */
function callSite(rooms: Rooms, view: HearingView, callUp: CallUp, peerId: HallPeerId): Outcome<void> {
  const { calls } = rooms.peers;
  const before = callWith(rooms, peerId);
  const isRinging = before?.state === 'ringing';
  const outcome = isRinging ? calls.accept(before.callId) : calls.dial(peerId);
  const made = callWith(rooms, peerId);
  if (outcome.ok && made !== null) callUp.dialled.set(peerId, made.callId);
  if (!outcome.ok) refuse(rooms, view, callUp, peerId, outcome.fault);
  return outcome;
}

function refuse(rooms: Rooms, view: HearingView, callUp: CallUp, peerId: HallPeerId, why: Fault): void {
  callUp.refusals.set(peerId, why);
  const { key } = why;
  const atUs = lineNow(view, clockNow(rooms.clock));
  void noteBySystem(rooms, view.hearingId, {
    kind: 'call-up.refused',
    body: { atUs, peerId, key, code: faultCode(key) },
  });
}

/**
 * Calls whoever of the hearing is there and not yet called, and ends the call-up when nobody is waited for. Asked every
 * second; harmless when nothing changed.
 */
export function pursueCallUp(rooms: Rooms): void {
  const { callUp } = rooms.desk;
  if (callUp === null) return;
  const view = viewOnDesk(rooms);
  if (view?.hearingId !== callUp.hearingId) {
    rooms.desk.callUp = null;
    return;
  }
  for (const [peerId, callId] of callUp.dialled) {
    const call = callWith(rooms, peerId);
    if (call?.callId !== callId || call.state !== 'ended') continue;
    callUp.dialled.delete(peerId);
    const why = whyNotCome(call.end);
    if (why !== null) refuse(rooms, view, callUp, peerId, why);
  }
  if (callUp.endsAtMs === null) return;
  if (!mayCall(rooms).ok) {
    endCallUp(rooms, view, callUp, 'forbidden', systemAuthor);
    return;
  }
  for (const { partyId, state } of rowsOf(rooms, view, callUp))
    if (!isParticipant(partyId) && (state === 'called' || state === 'rings-here'))
      callSite(rooms, view, callUp, partyId);
  const isOver = rooms.clock.wallMs() >= callUp.endsAtMs;
  if (isOver) endCallUp(rooms, view, callUp, 'time-over', systemAuthor);
  else if (!rowsOf(rooms, view, callUp).some(({ state }) => isPending(state)))
    endCallUp(rooms, view, callUp, 'done', systemAuthor);
}

function endCallUp(rooms: Rooms, view: HearingView, callUp: CallUp, end: CallUpEnd, by: Author): void {
  const { calls } = rooms.peers;
  callUp.endsAtMs = null;
  callUp.end = end;
  callUp.called.clear();
  for (const [peerId, callId] of callUp.dialled)
    if (callWith(rooms, peerId)?.state === 'calling') calls.end(callId, 'asked', by);
  const rows = rowsOf(rooms, view, callUp);
  const onLine = rows.filter(({ state }) => state === 'on-line').length;
  void noteOf(rooms, view, by, (atUs) => ({ kind: 'call-up.ended', body: { atUs, end, onLine, all: rows.length } }));
  rooms.participants.refresh();
  rooms.tellState();
}

/** P16.3: «call all»: which halls belong to the hearing, and everybody called by one touch. */
export function holdCallUp(rooms: Rooms): CallUpVerbs {
  const { desk, journals, peers, clock } = rooms;
  const onDesk = (): Outcome<HearingView> => {
    const view = viewOnDesk(rooms);
    return view === null ? failed(fault('hearing.unknown', {})) : done(view);
  };
  return {
    'sites.choose': async ({ peerIds }, asker) => {
      const found = onDesk();
      if (!found.ok) return found;
      const wanted = [...new Set(peerIds)];
      const before = found.value.sites;
      const sites = wanted.flatMap((peerId) => {
        const known = peers.get(peerId) ?? before.find((site) => site.peerId === peerId);
        return known === undefined ? [] : [{ peerId, court: known.court, hall: known.hall }];
      });
      if (sites.length !== wanted.length) return failed(fault('peer.unknown', {}));
      const noted = await journals.note(found.value.hearingId, authorOf(asker), {
        kind: 'sites.chosen',
        body: { sites },
      });
      rooms.tellState();
      return noted.ok ? done({}) : noted;
    },
    'call-up.begin': (_papers, asker) =>
      rooms.inTurn(async () => {
        const found = onDesk();
        if (!found.ok) return found;
        const allowed = mayCall(rooms);
        if (!allowed.ok) return allowed;
        const view = found.value;
        const sites = view.sites.map(({ peerId }) => peerId);
        const people = view.participants.filter(({ stage }) => stage !== 'withdrawn');
        const participants = people.map(({ participantId }) => participantId);
        if (sites.length + participants.length === 0) return failed(fault('call.nobody-to-call', {}));
        const noted = await noteOf(rooms, view, authorOf(asker), (atUs) => ({
          kind: 'call-up.begun',
          body: { atUs, sites, participants },
        }));
        if (!noted.ok) return noted;
        const callUp = callUpOf(desk, view.hearingId);
        callUp.endsAtMs = clock.wallMs() + callUpMs;
        callUp.end = null;
        callUp.refusals.clear();
        for (const id of participants) callUp.called.set(id, clock.wallMs());
        pursueCallUp(rooms);
        rooms.participants.refresh();
        rooms.tellState();
        return done({});
      }),
    'call-up.again': ({ partyId }, asker) =>
      rooms.inTurn(async () => {
        const found = onDesk();
        if (!found.ok) return found;
        const allowed = mayCall(rooms);
        if (!allowed.ok) return allowed;
        const view = found.value;
        const callUp = callUpOf(desk, view.hearingId);
        if (!rowsOf(rooms, view, callUp).some((row) => row.partyId === partyId))
          return failed(fault(isParticipant(partyId) ? 'participant.unknown' : 'peer.unknown', {}));
        const noted = await noteOf(rooms, view, authorOf(asker), (atUs) => ({
          kind: 'call-up.again',
          body: { atUs, partyId },
        }));
        if (!noted.ok) return noted;
        if (isParticipant(partyId)) {
          callUp.called.set(partyId, clock.wallMs());
          rooms.participants.refresh();
          rooms.tellState();
          return done({});
        }
        callUp.refusals.delete(partyId);
        const called = isLasting(callWith(rooms, partyId)) ? done(undefined) : callSite(rooms, view, callUp, partyId);
        rooms.tellState();
        return called.ok ? done({}) : called;
      }),
    'call-up.stop': async (_papers, asker) => {
      const found = onDesk();
      if (!found.ok) return found;
      const callUp = callUpOf(desk, found.value.hearingId);
      if (callUp.endsAtMs !== null) endCallUp(rooms, found.value, callUp, 'asked', authorOf(asker));
      return done({});
    },
  };
}
