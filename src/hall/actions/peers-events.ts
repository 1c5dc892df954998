import { isParticipant } from '#domain/ids.ts';
import { faultCode } from '#domain/faults.ts';
import { toTimeline } from '#domain/record/timeline.ts';
import type { Call } from '#domain/peers/call.ts';
import type { LinkFigures } from '#domain/peers/link-figures.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import type { CallChange, LinkRefusal, PeersEvents } from '../peers/index.ts';
import { hearIncident } from './incidents-of-others.ts';
import { noteMeasured } from './measure-link.ts';
import { hideOf, sayShown, showTheirs } from './show-exhibit.ts';
import { guestOf, recordRemote } from './remote-seats.ts';
import { noteSent } from './send-exhibit.ts';
import { clockNow, noteBySystem, runningHearing, type Rooms } from './rooms.ts';
import { noteInTest } from './test-session.ts';
import { takeExhibit } from './take-exhibit.ts';

/** What the link to other halls tells, for the windows and, while a hearing is held, for its journal. `rooms` is asked late. */
export function peersEvents(rooms: () => Rooms): PeersEvents {
  return {
    changed() {
      // A call is answered in three steps from window to window, and whoever calls waits for each.
      rooms().tellState('at-once');
      void recordRemote(rooms());
    },
    signalled: (signal) => rooms().tell('call.signalled', signal, 'call'),
    callChanged(change) {
      void noteCall(rooms(), change);
      const { peerId } = change.call;
      if (change.became === 'connected' && !isParticipant(peerId)) void noteInTest(rooms(), peerId, 'came');
      // What is on the monitors is told to halls; pages are shown it by their own line.
      if (isParticipant(peerId)) return;
      if (change.became === 'connected') sayShown(rooms(), peerId);
      if (change.became === 'ended') void hideOf(rooms(), peerId);
    },
    callTurned: (call) => void noteWay(rooms(), call),
    callRefused: (refusal) => void noteRefusal(rooms(), refusal),
    callCounted(call, figures) {
      void noteFigures(rooms(), call, figures);
      void noteInTest(rooms(), call.peerId, { figures, voice: call.voice });
    },
    measured: (peerId, measured) => void noteMeasured(rooms(), peerId, measured, null),
    linkUp: (peerId) => sayShown(rooms(), peerId),
    exhibitSent: (peerId, paper, by) => void noteSent(rooms(), peerId, paper, by),
    takeExhibit: takeExhibit(rooms),
    giveReport: async () => (await rooms().checkReports.all()).find(({ paper }) => !paper.isPartial)?.paper ?? null,
    exhibitPage: (peerId, said) => showTheirs(rooms(), peerId, said),
    incidentSaid: (peerId, frame) => void hearIncident(rooms(), peerId, frame),
    faultRaised: (fault) => rooms().alarms.raise(fault),
    faultCleared: (fault) => rooms().alarms.clear(fault),
  };
}

/** Journals what became of the call, while a hearing is held. */
export async function noteCall(rooms: Rooms, { call, became, by }: CallChange): Promise<void> {
  const view = runningHearing(rooms);
  if (!view?.zero) return;
  const atUs = toTimeline(view.zero, clockNow(rooms.clock));
  const { peerId, callId, epoch, side } = call;
  const note = ((): JournalNote => {
    switch (became) {
      case 'connected': {
        const { court, hall } = guestOf(rooms, peerId);
        return { kind: 'link.connected', body: { atUs, peerId, court, hall, callId, epoch, side } };
      }
      case 'broken':
        return { kind: 'link.broken', body: { atUs, peerId, callId, epoch } };
      case 'ended':
        return { kind: 'link.ended', body: { atUs, peerId, callId, end: call.end ?? 'lost' } };
    }
  })();
  if (by === null) await noteBySystem(rooms, view.hearingId, note);
  else {
    const noted = await rooms.journals.note(view.hearingId, by, note);
    if (!noted.ok) rooms.alarms.raise(noted.fault);
  }
}

/** Journals, while a hearing is held, which way sound and picture go. */
async function noteWay(rooms: Rooms, { peerId, callId, epoch, way }: Call): Promise<void> {
  const view = runningHearing(rooms);
  if (!view?.zero) return;
  const atUs = toTimeline(view.zero, clockNow(rooms.clock));
  await noteBySystem(rooms, view.hearingId, { kind: 'link.turned', body: { atUs, peerId, callId, epoch, way } });
}

/** P38: journals, while a hearing is held, what passed over a link. */
async function noteFigures(rooms: Rooms, { peerId, callId, epoch }: Call, figures: LinkFigures): Promise<void> {
  const view = runningHearing(rooms);
  if (!view?.zero) return;
  const atUs = toTimeline(view.zero, clockNow(rooms.clock));
  await noteBySystem(rooms, view.hearingId, {
    kind: 'link.figures',
    body: { atUs, peerId, callId, epoch, ...figures },
  });
}

/** Journals, while a hearing is held, that something said about a call or a key was not let through. */
async function noteRefusal(rooms: Rooms, { key, ...refusal }: LinkRefusal): Promise<void> {
  const view = runningHearing(rooms);
  if (!view?.zero) return;
  const atUs = toTimeline(view.zero, clockNow(rooms.clock));
  await noteBySystem(rooms, view.hearingId, {
    kind: 'link.refused',
    body: { atUs, key, code: faultCode(key), ...refusal },
  });
}
