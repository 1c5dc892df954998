import { randomUUID } from 'node:crypto';
import type { Asker } from '#contract/call.ts';
import type { Answerers, Verb } from '#contract/hall.ts';
import type { ParticipantShown } from '#contract/participants.ts';
import { fault } from '#domain/faults.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import { isMutedIn } from '#domain/monitors/monitors-seen.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { refuseAct, type ParticipantAct, type ParticipantSeen } from '#domain/participants/participant.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { mayCall } from './hold-call.ts';
import { urlOf } from './keep-exhibits.ts';
import { settleUnder16 } from './participants-events.ts';
import { authorOf, clockNow, viewOf, type Rooms } from './rooms.ts';
import { refuseInTest } from './test-session.ts';

type ParticipantVerbs = Pick<Answerers, Exclude<Extract<Verb, `participant.${string}`>, 'participant.add-photo'>>;
type Nothing = Outcome<Record<string, never>>;

/** The participants of a hearing as windows see them. */
export function participantsShown(rooms: Rooms, view: HearingView | null): readonly ParticipantShown[] {
  if (view === null) return [];
  return view.participants.map(({ photo, ...seen }) => ({
    ...seen,
    isMuted: isMutedIn(view.monitors, seen),
    isHere: rooms.participants.isHere(seen.participantId),
    photoUrl: photo && urlOf(rooms, view.hearingId, photo),
  }));
}

/** The hearing if it has not ended. Refuses `hearing.unknown`, `hearing.wrong-phase`. */
export function comingHearing(rooms: Rooms, hearingId: HearingId): Outcome<HearingView> {
  const found = viewOf(rooms, hearingId);
  if (!found.ok || found.value.phase !== 'ended') return found;
  return failed(fault('hearing.wrong-phase', { phase: found.value.phase, act: 'participant' }));
}

/**
 * P9, P11, P14, P15.4, P28-1, P29, P36: who is invited to the hearing from afar, is let in, known, directed and sent out.
 * The journal is the truth; what a page may see follows from it.
 */
export function holdParticipants(rooms: Rooms): ParticipantVerbs {
  const { participants } = rooms;

  /** A participant of the hearing on the screens. */
  function onDesk(participantId: ParticipantId): Outcome<Readonly<{ view: HearingView; seen: ParticipantSeen }>> {
    const { hearingId } = rooms.desk;
    const view = hearingId === null ? undefined : rooms.journals.view(hearingId);
    const seen = view?.participants.find((each) => each.participantId === participantId);
    if (view === undefined || view.phase === 'ended' || seen === undefined)
      return failed(fault('participant.unknown', {}));
    return done({ view, seen });
  }
  async function note(view: HearingView, asker: Asker, made: (atUs: AtUs) => JournalNote): Promise<Nothing> {
    const atUs = lineNow(view, clockNow(rooms.clock));
    const noted = await rooms.journals.note(view.hearingId, authorOf(asker), made(atUs));
    // The page first: what was ordered must hold there before anybody reads that it does.
    participants.refresh();
    settleUnder16(rooms, view.hearingId);
    rooms.tellState();
    return noted.ok ? done({}) : noted;
  }
  /** One act after another, because each looks at the stage that the one before may have changed. */
  function act(
    what: ParticipantAct,
    participantId: ParticipantId,
    asker: Asker,
    made: (atUs: AtUs) => JournalNote,
  ): Promise<Nothing> {
    return rooms.inTurn(async () => {
      const found = onDesk(participantId);
      if (!found.ok) return found;
      const refusal = refuseAct(what, found.value.seen, participants.isHere(participantId));
      if (refusal !== null) return failed(refusal);
      const free = refuseInTest(rooms);
      if (!free.ok) return free;
      const allowed = what === 'admit' ? mayCall(rooms) : done(undefined);
      return allowed.ok ? note(found.value.view, asker, made) : allowed;
    });
  }

  return {
    'participant.invite': async ({ hearingId, participantId: known, name, role, word }, asker) => {
      const coming = comingHearing(rooms, hearingId);
      if (!coming.ok) return coming;
      const view = coming.value;
      if (known !== null && !view.participants.some((each) => each.participantId === known))
        return failed(fault('participant.unknown', {}));
      const participantId = known ?? (randomUUID() as ParticipantId);
      const invited = await participants.invite({ hearingId, participantId }, word);
      if (!invited.ok) return invited;
      const body = { participantId, name, role };
      const noted = await note(view, asker, () => ({ kind: 'participant.invited', body }));
      if (noted.ok) return done({ participantId, ...invited.value });
      // A link of which the journal knows nothing must open nothing.
      await participants.withdraw(participantId);
      return noted;
    },
    'participant.list': async ({ hearingId }) => {
      const found = viewOf(rooms, hearingId);
      if (!found.ok) return found;
      return done({ participants: participantsShown(rooms, found.value), isRoomOpen: participants.isOpen() });
    },
    'participant.withdraw': async ({ hearingId, participantId }, asker) => {
      const coming = comingHearing(rooms, hearingId);
      if (!coming.ok) return coming;
      if (!coming.value.participants.some((each) => each.participantId === participantId))
        return failed(fault('participant.unknown', {}));
      const withdrawn = await participants.withdraw(participantId);
      if (!withdrawn.ok) return withdrawn;
      return note(coming.value, asker, () => ({ kind: 'participant.withdrawn', body: { participantId } }));
    },
    'participant.admit': ({ participantId }, asker) =>
      act('admit', participantId, asker, (atUs) => ({ kind: 'participant.admitted', body: { participantId, atUs } })),
    'participant.turn-away': async ({ participantId, reason }, asker) => {
      const turnedAway = await act('turn-away', participantId, asker, (atUs) => ({
        kind: 'participant.turned-away',
        body: { participantId, atUs, reason },
      }));
      if (turnedAway.ok) participants.sendOut(participantId, 'turned-away');
      return turnedAway;
    },
    'participant.remove': async ({ participantId, reason }, asker) => {
      const removed = await act('remove', participantId, asker, (atUs) => ({
        kind: 'participant.removed',
        body: { participantId, atUs, reason },
      }));
      if (removed.ok) participants.sendOut(participantId, 'removed');
      return removed;
    },
    'participant.identify': ({ participantId, isConfirmed }, asker) =>
      act('identify', participantId, asker, (atUs) => ({
        kind: 'participant.identified',
        body: { participantId, atUs, isConfirmed, byOralOrder: asker.role !== 'bench' },
      })),
    'participant.mute': ({ participantId, isMuted }, asker) =>
      act('mute', participantId, asker, (atUs) => ({
        kind: 'participant.muted',
        body: { participantId, atUs, isMuted },
      })),
    'participant.direct': async ({ participantId, text }, asker) => {
      const { hearingId } = rooms.desk;
      const view = hearingId === null ? undefined : rooms.journals.view(hearingId);
      const isMeantThere = participantId === null || onDesk(participantId).ok;
      if (view === undefined || view.phase === 'ended' || !isMeantThere)
        return failed(fault('participant.unknown', {}));
      return note(view, asker, (atUs) => ({ kind: 'participant.directed', body: { participantId, atUs, text } }));
    },
    'participant.confirm': async ({ participantId, right, isGood }, asker) => {
      const found = onDesk(participantId);
      if (!found.ok) return found;
      return note(found.value.view, asker, (atUs) => ({
        kind: 'participant.confirmed',
        body: { participantId, atUs, right, isGood, by: 'hall' },
      }));
    },
    'participant.report-problem': async ({ participantId, text }, asker) => {
      const found = onDesk(participantId);
      if (!found.ok) return found;
      const noted = await note(found.value.view, asker, (atUs) => ({
        kind: 'participant.problem',
        body: { participantId, atUs, text, by: 'telephone' },
      }));
      rooms.alarms.raise(fault('participant.problem', {}));
      return noted;
    },
  };
}
