import type { JoinPlace } from '#contract/join.ts';
import { fault, faultCode } from '#domain/faults.ts';
import { lineNow } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import { isMutedIn } from '#domain/monitors/monitors-seen.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { DoorRefusal, Invited, ParticipantsEvents } from '../participants/index.ts';
import { isSessionClosed } from './close-session.ts';
import { mayCall } from './hold-call.ts';
import { clockNow, noteBySystem, runningHearing, systemAuthor, type Rooms } from './rooms.ts';

/**
 * What the page of one participant may see now. L8: outside the hearing nothing of the case. P6: in a closed session that
 * is from the order on, whether or not the journal could be told. Null for whoever has nothing to look for here any more.
 */
export function placeOf(
  rooms: Pick<Rooms, 'desk' | 'journals' | 'rules' | 'setup'>,
  { hearingId, participantId }: Invited,
): JoinPlace | null {
  const view = rooms.journals.view(hearingId);
  const seen = view?.participants.find((each) => each.participantId === participantId);
  if (view === undefined || seen === undefined || view.phase === 'ended' || seen.stage === 'withdrawn') return null;
  const { court, hall } = rooms.setup.card();
  const whose = { name: seen.name, role: seen.role, court, hall };
  const isOnDesk = rooms.desk.hearingId === hearingId;
  if (!isInHearing(seen) || (isOnDesk && isSessionClosed(rooms))) return { say: 'wait', ...whose };
  const { isHandRaised, directions, rights } = seen;
  return {
    ...{ say: 'inside', ...whose, caseNumber: view.card.caseNumber, phase: view.phase },
    isCut: !isOnDesk || !mayCall(rooms).ok,
    isIdentified: seen.stage === 'identified',
    ...{ isMuted: isMutedIn(view.monitors, seen), isHandRaised, directions, rights },
    asksUnder16: seen.isUnder16Present === null,
  };
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
    joined: ({ participantId, hearingId }, how, language) =>
      note({ participantId, hearingId }, (atUs) => ({
        kind: 'participant.joined',
        body: { participantId, atUs, how, language },
      })),
    async left({ participantId, hearingId }, how) {
      const view = rooms().journals.view(hearingId);
      // Whose hearing has ended, or whose link was withdrawn, has been told about already.
      if (view === undefined || view.phase === 'ended') return;
      await note({ participantId, hearingId }, (atUs) => ({
        kind: 'participant.left',
        body: { participantId, atUs, how },
      }));
    },
    async acted(whom, act) {
      const { participantId } = whom;
      const noted = await note(whom, (atUs): JournalNote => {
        const of = { participantId, atUs };
        switch (act.say) {
          case 'problem':
            return { kind: 'participant.problem', body: { ...of, text: act.text, by: 'page' } };
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
