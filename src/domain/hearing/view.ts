import type { ActDraft } from '../documents/act-draft.ts';
import type { RequestDraft } from '../documents/appendix-one.ts';
import type { Exhibit, ShownExhibit } from '../exhibits/exhibit.ts';
import type { CheckItem } from '../check/check-item.ts';
import type { JournalBodies, JournalEntry } from '../journal/entries.ts';
import type { HearingId, MarkId, SeatId } from '../ids.ts';
import {
  foldMonitors,
  isOfMonitors,
  nothingSaid,
  type MonitorEntry,
  type MonitorsSeen,
} from '../monitors/monitors-seen.ts';
import {
  foldIncidents,
  isOfIncidents,
  noIncidents,
  type IncidentEntry,
  type IncidentsSeen,
} from '../incidents/incidents-seen.ts';
import { invariant } from '../outcome.ts';
import type { SoundChannel } from '../participants/interpretation.ts';
import {
  askedAnew,
  foldParticipants,
  isOfParticipants,
  sentOut,
  type ParticipantEntry,
  type ParticipantSeen,
} from '../participants/participant.ts';
import {
  foldPrivateRooms,
  isOfPrivateRoom,
  roomsEnded,
  roomsSettled,
  type PrivateRoom,
  type PrivateRoomEntry,
} from '../participants/private-room.ts';
import {
  foldTestSessions,
  isOfTestSession,
  type TestSession,
  type TestSessionEntry,
} from '../participants/test-session.ts';
import { toTimeline, type AtUs, type TimelineZero } from '../record/timeline.ts';
import type { HallCard } from '../seats.ts';
import { rebind, withSeat } from './hearing-seats.ts';
import type { Site } from './call-up-entries.ts';
import type { HearingCard } from './card.ts';
import type { HearingPhase, InterruptionCause } from './phases.ts';
import { foldExhibits, publicExhibit } from './seen-exhibits.ts';
import { endPause, reopened, type ClosedSession, type PauseSeen } from './seen-stretches.ts';
import { changeEpochs, openEpoch, type TrackSeen } from './seen-tracks.ts';

export { closedSession, lastingPause } from './seen-stretches.ts';

export type MarkSeen = Readonly<{
  markId: MarkId;
  atUs: AtUs;
  wallMs: number;
  template: string;
  text: string;
  kind: 'mark' | 'note';
  takenBack: boolean;
}>;
export type LeftOut = JournalBodies['seat.left-out'];
export type GapSeen = JournalBodies['gap.found'];

/** All that a hearing's journal says, folded; what the hall and its windows show is taken from here. */
export type HearingView = Readonly<{
  hearingId: HearingId;
  card: HearingCard;
  phase: HearingPhase;
  training: boolean;
  /** Of the boot in which it was last let go on. */
  zero: TimelineZero | null;
  /** The record broke off here and waits for a person's word to go on; null while it does not. */
  interruption: Readonly<{ atUs: AtUs; cause: InterruptionCause }> | null;
  /** The hall as it was when the hearing opened. */
  hall: HallCard | null;
  openedAtMs: number | null;
  endedAtMs: number | null;
  endedAtUs: AtUs | null;
  marks: readonly MarkSeen[];
  pauses: readonly PauseSeen[];
  closedSessions: readonly ClosedSession[];
  tracks: readonly TrackSeen[];
  gaps: readonly GapSeen[];
  /** L3: seats that the hearing goes on without. */
  leftOut: readonly LeftOut[];
  /** P16.3: the paired halls that take part. */
  sites: readonly Site[];
  /** Those who take part from pages of their own, in the order of their first invitation. */
  participants: readonly ParticipantSeen[];
  /** L9: what the hall's own loudspeakers play where an interpreter speaks from a page. */
  hallChannel: SoundChannel;
  /** L5: private talks, in their order. */
  privateRooms: readonly PrivateRoom[];
  /** P15.5, in their order; the last one may be planned or running. */
  testSessions: readonly TestSession[];
  /** P36: documents that were handed in or shown, in the order in which they came. */
  exhibits: readonly Exhibit[];
  /** What the monitors show now. A closed session, its end and whatever is not recorded take it off by themselves (P6, L5). */
  shownExhibit: ShownExhibit | null;
  /** What was said of the public's monitors and of the loudspeakers. */
  monitors: MonitorsSeen;
  /** What the request of Appendix 1 says beyond the card; null when nobody began one. */
  request: RequestDraft | null;
  /** P17–P25: technical faults that somebody must be told of. */
  incidents: IncidentsSeen;
  /** What the act says beyond what was measured; null when nobody began one. */
  act: ActDraft | null;
  lastChecked: Readonly<{ items: readonly CheckItem[]; passed: boolean; atMs: number }> | null;
  /** How long at least one track was being recorded, by sealed segments. */
  recordedMs: number;
  /** Result of the last verification; null when never verified. */
  intact: boolean | null;
  entries: number;
  /** Unix ms of the newest entry. */
  lastEntryMs: number;
}>;

/** The view after one more entry. Throws when the first entry does not plan a hearing: a journal begins with `hearing.planned`. */
export function foldHearing(view: HearingView | null, entry: JournalEntry): HearingView {
  if (entry.kind === 'hearing.planned') {
    const { hearingId, card, training } = entry.body;
    return {
      hearingId,
      card,
      phase: 'planned',
      training,
      ...{ zero: null, interruption: null, hall: null },
      ...{ openedAtMs: null, endedAtMs: null, endedAtUs: null },
      marks: [],
      pauses: [],
      closedSessions: [],
      tracks: [],
      gaps: [],
      leftOut: [],
      sites: [],
      participants: [],
      hallChannel: 'both',
      privateRooms: [],
      testSessions: [],
      exhibits: [],
      shownExhibit: null,
      monitors: nothingSaid,
      request: null,
      incidents: noIncidents,
      act: null,
      lastChecked: null,
      recordedMs: 0,
      intact: null,
      entries: entry.n,
      lastEntryMs: entry.wallMs,
    };
  }
  invariant(view !== null, 'a journal begins with hearing.planned');
  const monitors = foldMonitors(view.monitors, entry, publicExhibit(view));
  const incidents = foldIncidents(view.incidents, entry);
  return { ...view, monitors, incidents, ...changeBy(view, entry), entries: entry.n, lastEntryMs: entry.wallMs };
}

function changeBy(view: HearingView, entry: JournalEntry): Partial<HearingView> {
  if (isOfParticipants(entry)) {
    const participants = foldParticipants(view.participants, entry);
    const atUs = 'atUs' in entry.body ? entry.body.atUs : null;
    return { participants, privateRooms: roomsSettled(view.privateRooms, participants, atUs) };
  }
  if (isOfMonitors(entry)) return {};
  if (isOfIncidents(entry)) return entry.kind === 'act.drafted' ? { act: entry.body.draft } : {};
  if (isOfTestSession(entry)) return { testSessions: foldTestSessions(view.testSessions, entry) };
  if (isOfPrivateRoom(entry)) return { privateRooms: foldPrivateRooms(view.privateRooms, entry) };
  return changeOf(view, entry);
}

type OwnEntry = Exclude<
  JournalEntry,
  ParticipantEntry | MonitorEntry | IncidentEntry | TestSessionEntry | PrivateRoomEntry
>;

function changeOf(view: HearingView, entry: OwnEntry): Partial<HearingView> {
  switch (entry.kind) {
    case 'hearing.planned':
    case 'capture.closed':
    case 'session.darkened':
    case 'read-back.played':
    case 'alarm.raised':
    case 'alarm.cleared':
    case 'call-up.begun':
    case 'call-up.again':
    case 'call-up.refused':
    case 'call-up.ended':
    case 'link.connected':
    case 'link.broken':
    case 'link.ended':
    case 'link.refused':
    case 'link.turned':
    case 'link.measured':
    case 'link.figures':
    case 'copy.exported':
    case 'exhibit.sent':
    case 'request.made':
      return {};
    case 'sites.chosen':
      return { sites: entry.body.sites };
    case 'interpretation.chosen':
      return { hallChannel: entry.body.channel };
    case 'request.drafted':
      return { request: entry.body.draft };
    case 'hearing.card-changed':
      return { card: entry.body.card };
    case 'hearing.case-reassigned':
      return { card: { ...view.card, caseNumber: entry.body.toCaseNumber } };
    case 'hearing.checked':
      return {
        phase: view.phase === 'planned' ? 'checked' : view.phase,
        lastChecked: { items: entry.body.items, passed: entry.body.passed, atMs: entry.wallMs },
      };
    case 'hearing.opened': {
      const { zero, hall, training } = entry.body;
      return { phase: 'open', zero, hall, training, openedAtMs: zero.wallMs };
    }
    case 'hearing.paused': {
      const { pause, atUs, recordingGoesOn, byOralOrder, note, announcedMin = null } = entry.body;
      const next = { kind: pause, fromUs: atUs, toUs: null, recordingGoesOn, byOralOrder, note, announcedMin };
      const shownExhibit = recordingGoesOn ? view.shownExhibit : null;
      // L5: while the court deliberates nobody at all is on the line.
      const privateRooms = pause === 'deliberation' ? roomsEnded(view.privateRooms, atUs) : view.privateRooms;
      return { phase: pause, pauses: [...endPause(view.pauses, atUs), next], shownExhibit, privateRooms };
    }
    case 'hearing.resumed':
      return {
        phase: 'open',
        pauses: endPause(view.pauses, entry.body.atUs),
        participants: askedAnew(view.participants),
      };
    case 'hearing.interrupted':
      return { interruption: entry.body };
    case 'hearing.continued':
      return { interruption: null, zero: entry.body.zero };
    case 'hearing.ended':
      return {
        phase: 'ended',
        interruption: null,
        endedAtMs: entry.wallMs,
        endedAtUs: entry.body.atUs,
        pauses: endPause(view.pauses, entry.body.atUs),
        closedSessions: reopened(view.closedSessions, entry.body.atUs),
        participants: sentOut(view.participants),
        privateRooms: roomsEnded(view.privateRooms, entry.body.atUs),
        shownExhibit: null,
      };
    case 'session.closed':
      return {
        shownExhibit: null,
        closedSessions: [...reopened(view.closedSessions, entry.body.atUs), { fromUs: entry.body.atUs, toUs: null }],
        participants: sentOut(view.participants),
        privateRooms: roomsEnded(view.privateRooms, entry.body.atUs),
      };
    case 'session.reopened':
      return { closedSessions: reopened(view.closedSessions, entry.body.atUs), shownExhibit: null };
    case 'seat.joined':
      return { hall: withSeat(view.hall, entry.body.seat) };
    case 'seat.restarted':
      return { leftOut: withoutSeat(view.leftOut, entry.body.seatId) };
    case 'seat.replaced':
      return { hall: rebind(view.hall, entry.body.seat), leftOut: withoutSeat(view.leftOut, entry.body.seat.id) };
    case 'seat.left-out':
      return { leftOut: [...withoutSeat(view.leftOut, entry.body.seatId), entry.body] };
    case 'track.opened':
      return { tracks: openEpoch(view.tracks, entry.body) };
    case 'track.closed': {
      const { trackId, epoch, lengthBytes, fromUs, toUs } = entry.body;
      return changeEpochs(view.tracks, trackId, epoch, (seen) => ({
        ...seen,
        closed: true,
        lengthBytes,
        fromUs,
        toUs,
      }));
    }
    case 'segment.admitted': {
      const { trackId, epoch, offsetBytes, lengthBytes, fromUs, toUs } = entry.body;
      return changeEpochs(view.tracks, trackId, epoch, (seen) => ({
        ...seen,
        lengthBytes: offsetBytes + lengthBytes,
        segments: seen.segments + 1,
        toUs,
        fromUs: seen.segments === 0 ? fromUs : seen.fromUs,
      }));
    }
    case 'gap.found':
      return { gaps: [...view.gaps, entry.body] };
    case 'mark.set':
      return { marks: [...view.marks, { ...entry.body, wallMs: entry.wallMs, takenBack: false }] };
    case 'mark.taken-back':
      return {
        marks: view.marks.map((mark) => (mark.markId === entry.body.markId ? { ...mark, takenBack: true } : mark)),
      };
    case 'exhibit.added':
    case 'exhibit.received':
    case 'exhibit.handed-in':
    case 'exhibit.decided':
      return { exhibits: foldExhibits(view.exhibits, entry) };
    case 'exhibit.shown': {
      const { exhibitId, page, peerId, isForPublic } = entry.body;
      return { shownExhibit: { exhibitId, page, peerId, isForPublic } };
    }
    case 'exhibit.hidden':
      return { shownExhibit: null };
    case 'record.verified':
      return { intact: entry.body.intact };
  }
}

function withoutSeat(leftOut: readonly LeftOut[], seatId: SeatId): readonly LeftOut[] {
  return leftOut.filter((each) => each.seatId !== seatId);
}

/** Where the hearing's line stands now: at its zero before it opens, still while it is interrupted and once it has ended. */
export function lineNow(view: HearingView, now: TimelineZero): AtUs {
  if (view.zero === null) return 0;
  return view.endedAtUs ?? view.interruption?.atUs ?? toTimeline(view.zero, now);
}
