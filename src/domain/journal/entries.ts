import type { CheckItem } from '../check/check-item.ts';
import type { RequestDraft } from '../documents/appendix-one.ts';
import type { PaperLanguage } from '../documents/paper.ts';
import type { ExhibitPaper, ShownExhibit } from '../exhibits/exhibit.ts';
import type { CallUpBodies } from '../hearing/call-up-entries.ts';
import type { HearingCard } from '../hearing/card.ts';
import type { InterruptionCause, PauseKind } from '../hearing/phases.ts';
import type {
  CallId,
  ExhibitId,
  HallPeerId,
  HearingId,
  MarkId,
  ParticipantId,
  PartyId,
  SeatId,
  TrackId,
} from '../ids.ts';
import type { IncidentBodies } from '../incidents/incident-entries.ts';
import type { SoundChannel } from '../participants/interpretation.ts';
import type { MonitorBodies } from '../monitors/monitor-entries.ts';
import type { ParticipantBodies } from '../participants/participant-entries.ts';
import type { PrivateRoomBodies } from '../participants/private-room-entries.ts';
import type { TestSessionBodies } from '../participants/test-session-entries.ts';
import type { LinkMeasured } from '../peers/bandwidth.ts';
import type { LinkFigures } from '../peers/link-figures.ts';
import type { CallEnd, CallSide, CallWay } from '../peers/call.ts';
import type { MeasuredClock } from '../record/clock-drift.ts';
import type { AtUs, TimelineZero } from '../record/timeline.ts';
import type { DeviceBinding, HallCard, Seat } from '../seats.ts';
import type { Fault, FaultKey } from '../faults.ts';
import type { Duty } from '../people.ts';

/** Who did it: the duty and name of the person signed in; without one, whose window it was and no name. */
export type Author = Readonly<{ role: Duty | 'system'; name: string }>;

/** Bytes of a track that are closed and hashed: a stretch [offsetBytes, offsetBytes+lengthBytes) of one chunk log file. */
export type Segment = Readonly<{
  trackId: TrackId;
  epoch: number;
  /** 1, 2, 3 … within the epoch. */
  segment: number;
  firstSeq: number;
  lastSeq: number;
  offsetBytes: number;
  lengthBytes: number;
  /** SHA-256 over the stored bytes (ciphertext when encrypted), lower-case hex. */
  sha256: string;
  fromUs: AtUs;
  toUs: AtUs;
}>;

/** Everything that is written into a hearing's journal, by kind; the body of each. Past tense always. */
export type JournalBodies = ParticipantBodies &
  MonitorBodies &
  PrivateRoomBodies &
  TestSessionBodies &
  CallUpBodies &
  IncidentBodies &
  HearingBodies;

type HearingBodies = Readonly<{
  'hearing.planned': { hearingId: HearingId; card: HearingCard; training: boolean };
  'hearing.card-changed': { card: HearingCard };
  /** The wrong case was opened; the old number stays here for ever. */
  'hearing.case-reassigned': { fromCaseNumber: string; toCaseNumber: string; reason: string };
  'hearing.checked': { items: readonly CheckItem[]; passed: boolean; startedAtMs: number; durationMs: number };
  'hearing.opened': {
    zero: TimelineZero;
    hall: HallCard;
    formatVersion: 1;
    training: boolean;
    /** Red items were accepted by a person with a reason; goes into the protocol (P16.1). */
    override: { reason: string; person: string } | null;
  };
  'hearing.paused': {
    pause: PauseKind;
    atUs: AtUs;
    recordingGoesOn: boolean;
    byOralOrder: boolean;
    note: string;
    /** How long it was to last, when somebody said. */
    announcedMin?: number;
  };
  'hearing.resumed': { pause: PauseKind; atUs: AtUs; byOralOrder: boolean };
  'hearing.ended': { atUs: AtUs; byOralOrder: boolean };
  /** The hall's computer was away while it was recorded: from here, where the record ends, nothing is written until a person says so. */
  'hearing.interrupted': { atUs: AtUs; cause: InterruptionCause };
  /** A person let the hearing go on in another boot or after an interruption; its line goes on from this zero. */
  'hearing.continued': { atUs: AtUs; zero: TimelineZero; byOralOrder: boolean };
  /** P6: the session is closed from here on; nobody outside the hall hears or sees it, and it is recorded all the same. */
  'session.closed': { atUs: AtUs; byOralOrder: boolean };
  /** P6: how long after the order the call window had let go of every link; `isCallEnded`: it did not in time and was ended. */
  'session.darkened': { atUs: AtUs; afterMs: number; isCallEnded: boolean };
  'session.reopened': { atUs: AtUs; byOralOrder: boolean };
  /** L5: what the proof of silence found: capture streams still open in the sound server, in the windows, in the hall. */
  'capture.closed': { atUs: AtUs; openStreams: readonly string[]; confirmedBy: readonly string[] };
  /** A source that came into the running hearing, such as a remote hall: it is a seat from here on. */
  'seat.joined': { seat: Seat; atUs: AtUs };
  /** L3: the device of a seat failed in the hearing: it was opened anew, or the seat taken back in. */
  'seat.restarted': { seatId: SeatId; atUs: AtUs };
  /** L3: a reserve device stands in, for this hearing only. */
  'seat.replaced': { seat: Seat; atUs: AtUs };
  /** L3: the hearing goes on without this seat, for a reason that goes into the protocol. */
  'seat.left-out': { seatId: SeatId; atUs: AtUs; reason: string };
  'track.opened': {
    trackId: TrackId;
    seatId: SeatId;
    trackNo: number;
    epoch: number;
    kind: 'camera' | 'microphone';
    path: DeviceBinding['path'];
    device: string;
    codec: string;
    keyId: string;
  };
  'track.closed': {
    trackId: TrackId;
    epoch: number;
    chunks: number;
    lengthBytes: number;
    fromUs: AtUs;
    toUs: AtUs;
    cause: 'asked' | 'found-at-start' | 'device-lost' | 'connection-lost';
    /** How the device's own clock ran; missing for pictures, and where too little was written to tell. */
    clock?: MeasuredClock;
  };
  'segment.admitted': Segment;
  'gap.found': { trackId: TrackId; fromUs: AtUs; toUs: AtUs; cause: string };
  'mark.set': { markId: MarkId; atUs: AtUs; template: string; text: string; kind: 'mark' | 'note' };
  'mark.taken-back': { markId: MarkId };
  'read-back.played': { fromUs: AtUs; toUs: AtUs };
  'alarm.raised': { fault: Fault };
  /** `reason` when a person took it off; without one its cause was over. */
  'alarm.cleared': { fault: Fault; reason?: string };
  /** L9: what the hall's own loudspeakers play where an interpreter speaks from a page. */
  'interpretation.chosen': { atUs: AtUs; channel: SoundChannel };
  /** The other hall is heard and seen: it came on the line, or is back after a break (the next epoch). */
  'link.connected': {
    atUs: AtUs;
    peerId: PartyId;
    court: string;
    hall: string;
    callId: CallId;
    epoch: number;
    side: CallSide;
  };
  'link.broken': { atUs: AtUs; peerId: PartyId; callId: CallId; epoch: number };
  'link.ended': { atUs: AtUs; peerId: PartyId; callId: CallId; end: CallEnd };
  /**
   * What another hall said about a call or its key was refused and reached no window; `key` and `why` say for what. Once at
   * first, then at most once a minute with how often it was (`times`); call and epoch are those that the newest of them named,
   * null where it spoke of no call.
   */
  'link.refused': {
    atUs: AtUs;
    peerId: PartyId;
    callId: CallId | null;
    epoch: number | null;
    key: FaultKey;
    code: string;
    why: string;
    times: number;
  };
  /**
   * Sound and picture go another way from here: `spare` over TLS, because UDP was not answered, where the picture may be worse,
   * or `straight` again. A call begins straight.
   */
  'link.turned': { atUs: AtUs; peerId: PartyId; callId: CallId; epoch: number; way: CallWay };
  /** P38: what passed between this hall and another while they spoke, a minute or less of it. */
  'link.figures': LinkFigures & Readonly<{ atUs: AtUs; peerId: PartyId; callId: CallId; epoch: number }>;
  /** P37, P38: what the path to another hall carried each way, measured before a call; evidence, whatever the verdict. */
  'link.measured': LinkMeasured & Readonly<{ peerId: HallPeerId; court: string; hall: string }>;
  /** P36: a document was handed in here; its file lies in the hearing's folder. `isClosed`: in a closed session (P6). */
  'exhibit.added': ExhibitPaper & Readonly<{ atUs: AtUs; isClosed: boolean }>;
  /** P36: a document came from another hall, whole and with this hash. */
  'exhibit.received': ExhibitPaper & Readonly<{ atUs: AtUs; peerId: HallPeerId; court: string; hall: string }>;
  /** P36: a participant handed a document in from a page; it waits for the presiding judge. */
  'exhibit.handed-in': ExhibitPaper & Readonly<{ atUs: AtUs; participantId: ParticipantId; participant: string }>;
  /** P36: whether such a document is taken. `byOralOrder`: the secretary wrote down what the judge said. */
  'exhibit.decided': { atUs: AtUs; exhibitId: ExhibitId; isAccepted: boolean; byOralOrder: boolean };
  /** P36: the other hall has it, and has compared its hash. */
  'exhibit.sent': ExhibitPaper & Readonly<{ atUs: AtUs; peerId: HallPeerId; court: string; hall: string }>;
  /** From here this page is on the monitors; `peerId`: the hall whose secretary shows it, null for this one. */
  'exhibit.shown': ShownExhibit & Readonly<{ atUs: AtUs; sha256: string }>;
  'exhibit.hidden': { atUs: AtUs; exhibitId: ExhibitId; peerId: HallPeerId | null };
  /** What the request of Appendix 1 says beyond the card; the newest counts. */
  'request.drafted': { draft: RequestDraft };
  /** Files that were made of the request; missing blanks by name, so that nobody says later it was whole. */
  'request.made': {
    language: PaperLanguage;
    files: readonly Readonly<{ fileName: string; sha256: string }>[];
    missing: readonly string[];
  };
  'copy.exported': { fromUs: AtUs; toUs: AtUs; fileName: string; sha256: string };
  'record.verified': { intact: boolean; places: number };
}>;

export type JournalKind = keyof JournalBodies;

/** What a room or an action asks to be journaled. */
export type JournalNote = { [Kind in JournalKind]: Readonly<{ kind: Kind; body: JournalBodies[Kind] }> }[JournalKind];

/** One line of `journal.jsonl`. `hash` = SHA-256 hex of the canonical JSON (sorted keys, no spaces) of all other fields. */
export type JournalEntry = JournalNote &
  Readonly<{
    /** 1, 2, 3 … without a hole. */
    n: number;
    wallMs: number;
    author: Author;
    /** `hash` of entry n-1; 64 zeros for the first. */
    prev: string;
    hash: string;
  }>;

/** `head.json`: what makes a cut tail visible. Signed Ed25519 over the canonical JSON of the other fields. */
export type JournalHead = Readonly<{
  formatVersion: 1;
  hearingId: HearingId;
  count: number;
  hash: string;
  signedAtMs: number;
  /** SHA-256 hex of the hall's public key (SPKI DER). */
  keyId: string;
  /** Base64. */
  signature: string;
}>;
