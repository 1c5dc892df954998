import type { CheckItem } from '#domain/check/check-item.ts';
import { judgeDueLink, type DueLink } from '#domain/check/judge-link.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { PartyId } from '#domain/ids.ts';
import { isRunning, type Rooms } from './rooms.ts';

type Asked = Pick<Rooms, 'desk' | 'journals' | 'peers' | 'participants' | 'clock'>;

function isSameDay(oneMs: number, otherMs: number): boolean {
  return new Date(oneMs).toDateString() === new Date(otherMs).toDateString();
}

/** The hearing on the desk first, then the others of today that are still to come. */
function hearingsDue({ desk, journals, clock }: Asked): readonly HearingView[] {
  const nowMs = clock.wallMs();
  const views = journals.ids().flatMap((id) => journals.view(id) ?? []);
  const isDue = ({ hearingId, phase, card }: HearingView): boolean =>
    phase !== 'ended' && (hearingId === desk.hearingId || isRunning(phase) || isSameDay(card.plannedAtMs, nowMs));
  return views
    .filter(isDue)
    .toSorted(
      (one, other) =>
        Number(other.hearingId === desk.hearingId) - Number(one.hearingId === desk.hearingId) ||
        one.card.plannedAtMs - other.card.plannedAtMs,
    );
}

function testedOf(view: HearingView, partyId: PartyId): DueLink['tested'] {
  const results = view.testSessions.flatMap((session) => session.results.filter((each) => each.partyId === partyId));
  const last = results.at(-1);
  if (last === undefined) return null;
  const hasCome = last.cameAtMs !== null || last.spokenMs > 0;
  return { hasCome, isGood: last.note?.isGood ?? null, figures: last.figures, voice: last.voice };
}

/** P15.5, P28, P36, P38: every hall and participant of today's hearings, each once, with what is known of its line and voice. Sends nothing. */
export function checkLinks(rooms: Asked): readonly CheckItem[] {
  const { peers, participants, clock } = rooms;
  const shown = peers.shown();
  const voiceOf = (partyId: PartyId): DueLink['voice'] =>
    peers.calls.all().find(({ peerId, state }) => peerId === partyId && state === 'connected')?.voice ?? null;
  const due = new Map<string, DueLink>();
  for (const view of hearingsDue(rooms)) {
    const untilMs = view.card.plannedAtMs - clock.wallMs();
    for (const { peerId } of view.sites) {
      const peer = shown.find(({ id }) => id === peerId);
      if (due.has(peerId)) continue;
      due.set(peerId, {
        subject: peerId,
        who: 'hall',
        isReached: peer?.link === 'up',
        isRefused: peer?.link !== 'up' && peer?.fault != null,
        measured: peer?.measured ?? null,
        tested: testedOf(view, peerId),
        voice: voiceOf(peerId),
        untilMs,
      });
    }
    for (const { participantId, stage, line } of view.participants) {
      if (stage === 'withdrawn' || stage === 'removed' || due.has(participantId)) continue;
      due.set(participantId, {
        subject: participantId,
        who: 'person',
        isReached: participants.isHere(participantId),
        isRefused: false,
        measured: line?.measured ?? null,
        tested: testedOf(view, participantId),
        voice: voiceOf(participantId),
        untilMs,
      });
    }
  }
  return [...due.values()].map(judgeDueLink);
}
