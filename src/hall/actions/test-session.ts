import type { Answerers } from '#contract/hall.ts';
import type { TestRow, TestSessionShown } from '#contract/test-session.ts';
import { fault } from '#domain/faults.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import { isParticipant, type HearingId, type ParticipantId, type PartyId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isGuest, plannedTest, runningTest, type TestSession } from '#domain/participants/test-session.ts';
import type { TestGuest } from '#domain/participants/test-session-entries.ts';
import { isLasting } from '#domain/peers/call.ts';
import type { LinkFigures } from '#domain/peers/link-figures.ts';
import type { VoiceFigures } from '#domain/peers/voice-figures.ts';
import { authorOf, noteBySystem, runningHearing, systemAuthor, viewOf, type Rooms } from './rooms.ts';

type TestVerbs = Pick<
  Answerers,
  | 'test-session.plan'
  | 'test-session.list'
  | 'test-session.begin'
  | 'test-session.speak'
  | 'test-session.note'
  | 'test-session.end'
>;
type OnDesk = Readonly<{ view: HearingView; session: TestSession }>;

/** P15.5: the test session that runs now, which is one of the hearing on the desk; null for none. */
export function testOnDesk({ desk, journals }: Pick<Rooms, 'desk' | 'journals'>): OnDesk | null {
  const view = desk.hearingId === null ? undefined : journals.view(desk.hearingId);
  const session = view === undefined ? null : runningTest(view.testSessions);
  return view === undefined || session === null ? null : { view, session };
}

/** While a test session runs nothing may be recorded, so neither a hearing nor its check begins. */
export function refuseInTest(rooms: Pick<Rooms, 'desk' | 'journals'>): Outcome<void> {
  return testOnDesk(rooms) === null ? done(undefined) : failed(fault('test-session.running', {}));
}

/** The running test session if this participant is a guest of it. */
export function testOf(
  rooms: Pick<Rooms, 'desk' | 'journals'>,
  hearingId: HearingId,
  participantId: ParticipantId,
): TestSession | null {
  const running = testOnDesk(rooms);
  const isTheirs = running?.view.hearingId === hearingId && isGuest(running.session, participantId);
  return isTheirs ? running.session : null;
}

/** The hearing whose test session a service that died has left running; its guests come back to it. */
export function hearingInTest(journals: Pick<Rooms['journals'], 'ids' | 'view'>): HearingId | null {
  return journals.ids().find((id) => runningTest(journals.view(id)?.testSessions ?? []) !== null) ?? null;
}

type Shown = Pick<Rooms, 'desk' | 'journals' | 'peers' | 'participants'>;

function shownOf({ peers, participants, desk }: Shown, view: HearingView, session: TestSession): TestSessionShown {
  const isRunning = session.begunAtMs !== null && session.endedAtMs === null;
  const rows = session.results.map((result): TestRow => {
    const { partyId } = result;
    const call = peers.calls.all().find(({ peerId }) => peerId === partyId) ?? null;
    const isPerson = isParticipant(partyId);
    const seen = view.participants.find(({ participantId }) => participantId === partyId);
    const isUp = peers.shown().some(({ id, link }) => id === partyId && link === 'up');
    return {
      ...result,
      role: seen?.role ?? null,
      isHere: isRunning && (isPerson ? participants.isHere(partyId) : isUp),
      isLineOpen: isRunning && (isPerson ? desk.testLines.has(partyId) : isLasting(call)),
      isOnLine: isRunning && call?.state === 'connected',
      voice: (isRunning ? call?.voice : null) ?? result.voice,
    };
  });
  const { no, plannedAtMs, specialist, begunAtMs, endedAtMs } = session;
  return { no, plannedAtMs, specialist, begunAtMs, endedAtMs, rows };
}

export function runningTestShown(rooms: Shown): TestSessionShown | null {
  const running = testOnDesk(rooms);
  return running && shownOf(rooms, running.view, running.session);
}

/** Journals of the running test session that a guest came on the line, or what passed over the line. */
export async function noteInTest(
  rooms: Rooms,
  partyId: PartyId,
  what: 'came' | Readonly<{ figures: LinkFigures; voice: VoiceFigures | null }>,
): Promise<void> {
  const running = testOnDesk(rooms);
  if (running === null || !isGuest(running.session, partyId)) return;
  const { no } = running.session;
  const note: JournalNote =
    what === 'came'
      ? { kind: 'test-session.came', body: { no, partyId } }
      : {
          kind: 'test-session.spoken',
          body: { no, partyId, figures: what.figures, ...(what.voice && { voice: what.voice }) },
        };
  await noteBySystem(rooms, running.view.hearingId, note);
  rooms.tellState();
}

/** P15.5: test sessions, from the appointment to what came of them. */
export function holdTestSession(rooms: Rooms): TestVerbs {
  const { desk, journals, participants, peers } = rooms;
  const guestsOf = (view: HearingView, ids: readonly PartyId[]): readonly TestGuest[] =>
    ids.flatMap((partyId): readonly TestGuest[] => {
      if (!isParticipant(partyId)) {
        const hall = peers.get(partyId);
        return hall === undefined
          ? []
          : [{ partyId, name: [hall.court, hall.hall].filter((word) => word !== '').join(', ') }];
      }
      const seen = view.participants.find(({ participantId }) => participantId === partyId);
      return seen === undefined || seen.stage === 'withdrawn' ? [] : [{ partyId, name: seen.name }];
    });
  const coming = (hearingId: HearingId): Outcome<HearingView> => {
    const found = viewOf(rooms, hearingId);
    const isComing = found.ok && (found.value.phase === 'planned' || found.value.phase === 'checked');
    return !found.ok || isComing ? found : failed(fault('test-session.during-hearing', {}));
  };
  function told(): void {
    participants.refresh();
    rooms.tellState();
  }

  return {
    'test-session.plan': ({ hearingId, plannedAtMs, specialist, invited }, asker) =>
      rooms.inTurn(async () => {
        const found = coming(hearingId);
        if (!found.ok) return found;
        const { testSessions } = found.value;
        if (runningTest(testSessions) !== null) return failed(fault('test-session.running', {}));
        const wanted = [...new Set(invited)];
        const guests = guestsOf(found.value, wanted);
        if (guests.length !== wanted.length) return failed(fault('participant.unknown', {}));
        const no = plannedTest(testSessions)?.no ?? testSessions.length + 1;
        const body = { no, plannedAtMs, specialist, invited: guests };
        const noted = await journals.note(hearingId, authorOf(asker), { kind: 'test-session.planned', body });
        rooms.tellState();
        return noted.ok ? done({}) : noted;
      }),
    'test-session.list': async ({ hearingId }) => {
      const found = viewOf(rooms, hearingId);
      if (!found.ok) return found;
      return done({ sessions: found.value.testSessions.map((session) => shownOf(rooms, found.value, session)) });
    },
    'test-session.begin': ({ hearingId }, asker) =>
      rooms.inTurn(async () => {
        const found = coming(hearingId);
        if (!found.ok) return found;
        if (runningHearing(rooms) !== null) return failed(fault('test-session.during-hearing', {}));
        const free = refuseInTest(rooms);
        if (!free.ok) return free;
        if (desk.check?.state === 'running') return failed(fault('check.running', {}));
        const planned = plannedTest(found.value.testSessions);
        if (planned === null) return failed(fault('test-session.none', {}));
        const { no } = planned;
        const noted = await journals.note(hearingId, authorOf(asker), { kind: 'test-session.begun', body: { no } });
        if (!noted.ok) return noted;
        desk.hearingId = hearingId;
        desk.check = null;
        desk.testLines.clear();
        for (const { partyId } of planned.results)
          if (isParticipant(partyId) && participants.isHere(partyId)) await noteInTest(rooms, partyId, 'came');
        told();
        return done({});
      }),
    'test-session.speak': async ({ participantId, isOn }) => {
      const running = testOnDesk(rooms);
      if (running === null) return failed(fault('test-session.none', {}));
      if (!isGuest(running.session, participantId)) return failed(fault('participant.unknown', {}));
      if (!isOn) {
        // Told while the line still stands.
        peers.calls.letGo(participantId);
        desk.testLines.delete(participantId);
      } else {
        if (!participants.isHere(participantId)) return failed(fault('participant.not-here', {}));
        if (!peers.calls.hasPartyPlace())
          return failed(fault('call.too-many-people', { most: peers.calls.mostParties }));
        desk.testLines.add(participantId);
      }
      told();
      return done({});
    },
    'test-session.note': async ({ hearingId, no, partyId, isGood, text }, asker) => {
      const found = viewOf(rooms, hearingId);
      if (!found.ok) return found;
      const session = found.value.testSessions.find((each) => each.no === no);
      if (session?.begunAtMs == null) return failed(fault('test-session.none', {}));
      if (!isGuest(session, partyId)) return failed(fault('participant.unknown', {}));
      const body = { no, partyId, isGood, text };
      const noted = await journals.note(hearingId, authorOf(asker), { kind: 'test-session.noted', body });
      rooms.tellState();
      return noted.ok ? done({}) : noted;
    },
    'test-session.end': (_papers, asker) =>
      rooms.inTurn(async () => {
        const running = testOnDesk(rooms);
        if (running === null) return failed(fault('test-session.none', {}));
        const { view, session } = running;
        desk.testLines.clear();
        // What passed over the lines is told with their end, and is to stand before the end of the session.
        peers.calls.endAll('asked', systemAuthor);
        const { no } = session;
        const noted = await journals.note(view.hearingId, authorOf(asker), {
          kind: 'test-session.ended',
          body: { no },
        });
        if (!noted.ok) return noted;
        for (const { partyId } of session.results) if (isParticipant(partyId)) participants.sendOut(partyId, 'tested');
        desk.hearingId = null;
        told();
        return done({});
      }),
  };
}
