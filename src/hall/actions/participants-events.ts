import type { JoinPlace } from '#contract/join.ts';
import { fault, faultCode } from '#domain/faults.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import { isMutedIn } from '#domain/monitors/monitors-seen.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { judgePageLine, pageFigure } from '#domain/participants/page-line.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { roomOf } from '#domain/participants/private-room.ts';
import { isLasting } from '#domain/peers/call.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { DoorRefusal, Invited, ParticipantsEvents, ParticipantsOrder } from '../participants/index.ts';
import { calledAtMs } from './call-up.ts';
import { isSessionClosed } from './close-session.ts';
import { mayCall } from './hold-call.ts';
import { exhibitOnPages, paperForPage, takeDocument } from './page-papers.ts';
import { closeRoom } from './private-room.ts';
import { clockNow, noteBySystem, runningHearing, systemAuthor, type Rooms } from './rooms.ts';
import { testOf } from './test-session.ts';

/**
 * What the page of one participant may see now. L8: outside the hearing nothing of the case. P6: in a closed session that
 * is from the order on, whether or not the journal could be told. Null for whoever has nothing to look for here any more.
 */
export function placeOf(
  rooms: Pick<Rooms, 'clock' | 'desk' | 'journals' | 'rules' | 'setup' | 'peers'>,
  { hearingId, participantId }: Invited,
): JoinPlace | null {
  const view = rooms.journals.view(hearingId);
  const seen = view?.participants.find((each) => each.participantId === participantId);
  if (view === undefined || seen === undefined || view.phase === 'ended' || seen.stage === 'withdrawn') return null;
  const { court, hall } = rooms.setup.card();
  const whose = { name: seen.name, role: seen.role, court, hall };
  if (testOf(rooms, hearingId, participantId) !== null)
    return { say: 'test', ...whose, isOnLine: rooms.desk.testLines.has(participantId) };
  const isOnDesk = rooms.desk.hearingId === hearingId;
  if (!isInHearing(seen) || (isOnDesk && isSessionClosed(rooms))) {
    // P38: a stream that is measured beside a call would cost its picture.
    const mayMeasure = !rooms.peers.calls.all().some(isLasting);
    return { say: 'wait', ...whose, isCalled: calledAtMs(rooms, participantId) !== null, line: seen.line, mayMeasure };
  }
  const room = isOnDesk ? roomOf(view.privateRooms, participantId) : null;
  if (room !== null) {
    const others = view.participants
      .filter((each) => each.participantId !== participantId && room.participantIds.includes(each.participantId))
      .map(({ participantId: id, name, role }) => ({ participantId: id, name, role }));
    return { say: 'private', ...whose, roomId: room.roomId, ownId: participantId, others };
  }
  const isCut = !isOnDesk || !mayCall(rooms).ok;
  const { isHandRaised, directions, rights } = seen;
  return {
    ...{ say: 'inside', ...whose, caseNumber: view.card.caseNumber, phase: view.phase },
    isCut,
    isIdentified: seen.stage === 'identified',
    ...{ isMuted: isMutedIn(view.monitors, seen), isHandRaised, directions, rights },
    channel: isInterpreted(view, participantId) ? seen.channel : null,
    asksUnder16: seen.isUnder16Present === null,
    exhibit: isCut ? null : exhibitOnPages(rooms, view),
    documents: view.exhibits
      .filter(({ from }) => from?.participantId === participantId)
      .map(({ exhibitId, name, stage }) => ({ exhibitId, name, stage })),
  };
}

/** What pages may see and have. `rooms` is asked late. */
export function pageSights(rooms: () => Rooms): Pick<ParticipantsOrder, 'place' | 'paper'> {
  return {
    place: (whom) => placeOf(rooms(), whom),
    paper: (whom, exhibitId) => paperForPage(rooms(), whom, exhibitId),
  };
}

/** L9: whether somebody else interprets in this hearing from afar. */
function isInterpreted({ participants }: Pick<HearingView, 'participants'>, participantId: ParticipantId): boolean {
  return participants.some(
    (each) => each.role === 'interpreter' && each.participantId !== participantId && isInHearing(each),
  );
}

/** What the pages of participants tell, for the hearing's journal and the windows. `rooms` is asked late. */
export function participantsEvents(rooms: () => Rooms): ParticipantsEvents {
  async function note(whom: Invited, made: (atUs: AtUs) => JournalNote): Promise<Outcome<void>> {
    const { journals, clock } = rooms();
    const view = journals.view(whom.hearingId);
    if (view === undefined || view.phase === 'ended') return failed(fault('participant.link-dead', {}));
    const noted = await journals.note(view.hearingId, systemAuthor, made(lineNow(view, clockNow(clock))));
    settleUnder16(rooms(), whom.hearingId);
    rooms().tellState();
    return noted.ok ? done(undefined) : noted;
  }
  return {
    changed: () => rooms().tellState(),
    async joined({ participantId, hearingId }, how, language) {
      const test = testOf(rooms(), hearingId, participantId);
      if (test !== null)
        return note({ participantId, hearingId }, () => ({
          kind: 'test-session.came',
          body: { no: test.no, partyId: participantId },
        }));
      return note({ participantId, hearingId }, (atUs) => ({
        kind: 'participant.joined',
        body: { participantId, atUs, how, language },
      }));
    },
    async left({ participantId, hearingId }, how) {
      const view = rooms().journals.view(hearingId);
      // Whose hearing has ended, or whose link was withdrawn, has been told about already.
      if (view === undefined || view.phase === 'ended') return;
      const test = testOf(rooms(), hearingId, participantId);
      if (test !== null) {
        if (how === 'asked') rooms().desk.testLines.delete(participantId);
        const body = { no: test.no, partyId: participantId };
        await note({ participantId, hearingId }, () => ({ kind: 'test-session.left', body }));
        return;
      }
      await note({ participantId, hearingId }, (atUs) => ({
        kind: 'participant.left',
        body: { participantId, atUs, how },
      }));
    },
    async acted(whom, act) {
      const { participantId, hearingId } = whom;
      if (act.say === 'end-private') {
        const room = roomOf(rooms().journals.view(hearingId)?.privateRooms ?? [], participantId);
        // The secretary was quicker.
        if (room === null) return done(undefined);
        return rooms().inTurn(() => closeRoom(rooms(), room.roomId, 'participant', systemAuthor));
      }
      if (act.say === 'checked') {
        const test = testOf(rooms(), hearingId, participantId);
        if (test === null) return failed(fault('participant.not-in-hearing', {}));
        const body = { no: test.no, partyId: participantId, check: act.check };
        return note(whom, () => ({ kind: 'test-session.checked', body }));
      }
      const noted = await note(whom, (atUs): JournalNote => {
        const of = { participantId, atUs };
        switch (act.say) {
          case 'problem':
            return { kind: 'participant.problem', body: { ...of, text: act.text, by: 'page' } };
          case 'attendance':
            return { kind: 'participant.attendance', body: { ...of, people: act.people } };
          case 'channel':
            return { kind: 'participant.channel', body: { ...of, channel: act.channel } };
          case 'hand':
            return { kind: 'participant.hand', body: { ...of, isRaised: act.isRaised } };
          case 'under-16':
            return { kind: 'participant.under-16', body: { ...of, isPresent: act.isPresent } };
          case 'confirm':
            return { kind: 'participant.confirmed', body: { ...of, right: act.right, isGood: act.isGood, by: 'page' } };
        }
      });
      // P14, P29: the secretary is told also where the journal could not be.
      if (act.say === 'problem') rooms().alarms.raise(fault('participant.problem', {}));
      if (act.say === 'under-16' && act.isPresent) rooms().alarms.raise(fault('participant.under-16', {}));
      return noted;
    },
    documentOffered: takeDocument(rooms),
    async measured(whom, counted) {
      const { journals, rules } = rooms();
      const seen = journals
        .view(whom.hearingId)
        ?.participants.find(({ participantId }) => participantId === whom.participantId);
      if (seen === undefined) return;
      const attempt = (seen.line?.attempts ?? 0) + 1;
      const ways = counted && { send: pageFigure(counted.send), receive: pageFigure(counted.receive) };
      const measured =
        counted &&
        ways &&
        judgePageLine(
          { ...ways, roundTripMs: counted.roundTripMs, connection: counted.connection },
          rules.leastBandwidth.kbps,
        );
      const { participantId } = whom;
      const body = { participantId, attempt, measured };
      const noted = await note(whom, (atUs) => ({ kind: 'participant.measured', body: { ...body, atUs } }));
      if (!noted.ok) rooms().alarms.raise(noted.fault);
    },
    refused: (refusal) => void noteRefusal(rooms(), refusal),
    faultRaised: (raised) => rooms().alarms.raise(raised),
  };
}

/** P29: the alarm stands for as long as somebody who is in the hearing has said so and not taken it back. */
export function settleUnder16({ alarms, journals }: Pick<Rooms, 'alarms' | 'journals'>, hearingId: HearingId): void {
  const participants = journals.view(hearingId)?.participants ?? [];
  if (!participants.some((seen) => isInHearing(seen) && seen.isUnder16Present === true))
    alarms.clearAll('participant.under-16');
}

/** Journals, while a hearing is held, that somebody was turned away at the participants' door. */
async function noteRefusal(rooms: Rooms, { whom, key, why, times }: DoorRefusal): Promise<void> {
  const view = runningHearing(rooms);
  if (view === null) return;
  const participantId = whom?.hearingId === view.hearingId ? whom.participantId : null;
  const atUs = lineNow(view, clockNow(rooms.clock));
  await noteBySystem(rooms, view.hearingId, {
    kind: 'participant.refused',
    body: { participantId, atUs, key, code: faultCode(key), why, times },
  });
}
