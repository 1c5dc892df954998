import type { IncidentFrame } from '#contract/peer-link.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { CallRelay, CallSignal, CallSignalled } from '#contract/peers.ts';
import type { PeerShown } from '#contract/papers.ts';
import type { CheckReport } from '#domain/check/check-report.ts';
import type { Fault, FaultKey } from '#domain/faults.ts';
import type { CallId, ExhibitId, HallPeerId, ParticipantId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import type { Transfer } from '#domain/exhibits/transfer.ts';
import type { LinkMeasured } from '#domain/peers/bandwidth.ts';
import type { Call, CallEnd, CallEpoch } from '#domain/peers/call.ts';
import type { LinkCounts, LinkFigures } from '#domain/peers/link-figures.ts';
import type { VoiceFigures } from '#domain/peers/voice-figures.ts';
import type { HallAddress, PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { IncomingExhibit } from './incoming-exhibit.ts';
import type { HallName } from './pairing.ts';
import type { TurnSettings } from './turn.ts';
import type { RefusedExhibit } from '#domain/exhibits/transfer.ts';

/** A change of the call that belongs into the journal of a hearing. `by` null: nobody here asked for it. */
export type CallChange = Readonly<{ call: Call; became: 'connected' | 'broken' | 'ended'; by: Author | null }>;

/**
 * What a paired hall said about a call or its key was not let through. Of one kind the first is told at once and those that
 * follow within a minute as one with their count; `callId` and `epoch` are those of the newest, as that hall named them; null
 * where no call was spoken of.
 */
export type LinkRefusal = Readonly<{
  peerId: HallPeerId;
  key: FaultKey;
  why: string;
  times: number;
  callId: CallId | null;
  epoch: number | null;
}>;

/** This hall's own file for another hall, and the number by which people compare its key. */
export type WrittenIntroduction = Readonly<{
  path: string;
  controlNumber: string;
  hosts: readonly string[];
  port: number | null;
}>;

/** What another hall's file says; `dials`: this hall is the one that dials that one. */
export type IntroductionRead = Readonly<{
  court: string;
  hall: string;
  hosts: readonly string[];
  port: number | null;
  madeAtMs: number;
  dials: boolean;
  /** A hall of this court and name is paired already, with another key. */
  isNameKnown: boolean;
  controlNumber: string;
}>;

/** The key by which this hall is known to others from now on. */
export type OwnKey = Readonly<{ controlNumber: string; endsAtMs: number }>;

/** The line to a participant's own page, once it is admitted. */
export type PartyLink = Readonly<{
  id: ParticipantId;
  isUp(): boolean;
  /** False when the line is not up: then nothing was sent. */
  say(frame: PartyFrame): boolean;
}>;

/** The calls of this hall, one to each other hall at most. Every refusal is a value; all else is told by `PeersEvents`. */
export type Calls = Readonly<{
  /** Of each hall the call that lasts, or its last one, which is over; what began last is the first. */
  all(): readonly Call[];
  /** Refuses `peer.unknown`, `peer.link-down`, `call.another-is-on`, `call.too-many`. The call window makes the offer. */
  dial(peerId: HallPeerId): Outcome<void>;
  /** Calls the page of an admitted participant, unless its call lasts; harmless when asked again. What does not fit on this PC waits. */
  hold(link: PartyLink): void;
  letGo(id: ParticipantId): void;
  /** One more participant could be called. */
  hasPartyPlace(): boolean;
  /** So many participants at once. */
  mostParties: number;
  /** What the page of a participant said about its call. */
  heardOf(id: ParticipantId, frame: PartyFrame): void;
  /** The line to a participant's page has gone up or down. */
  turned(id: ParticipantId, isUp: boolean): void;
  /** Takes the ringing call; its offer, held till now, goes to the call window. */
  accept(callId: CallId): Outcome<void>;
  decline(callId: CallId): Outcome<void>;
  /** Ends this call at once; false when it was over already. */
  end(callId: CallId, end: CallEnd, by: Author | null): boolean;
  endAll(end: CallEnd, by: Author | null): void;
  signal(signal: CallSignal): Outcome<void>;
  /** For the window's connection to the page of this epoch. Refuses `call.stale`. */
  relays(at: CallEpoch): Outcome<readonly CallRelay[]>;
  report(at: CallEpoch, state: 'connected' | 'broken'): Outcome<void>;
  /** What passed over the link since the last word of this kind, and the voice that came over it; null: nobody spoke yet. */
  counted(at: CallEpoch, counts: LinkCounts, voice: VoiceFigures | null): Outcome<void>;
  /** `new`: a page that holds no peer connection; `null`: the last call window has gone. */
  windowCame(how: 'new' | 'back' | null): void;
}>;

/** A page that a hall's monitors show. The hash says which bytes are meant, whatever they are called. */
export type PageShown = Readonly<{ exhibitId: ExhibitId; sha256: string; page: number }>;
/** What is said about monitors: this page is shown; this exhibit, or (null) whatever was shown by this hall, is taken off. */
export type PageSaid = PageShown | Readonly<{ exhibitId: ExhibitId | null; page: null }>;

/** P36: exhibits between two halls, one on its way at a time. */
export type ExhibitLine = Readonly<{
  /** Begins to send this file. Refuses `exhibit.another-goes`, `peer.unknown`, `peer.link-down`. */
  send(order: Readonly<{ peerId: HallPeerId; paper: ExhibitPaper; file: string; by: Author }>): Outcome<void>;
  /** Ends what goes, here and there; false when nothing does. */
  cancel(): boolean;
  /** What goes, or what went last; null before the first. */
  transfer(): Transfer | null;
  /** Tells the other hall; lost where the link is down. */
  say(peerId: HallPeerId, said: PageSaid): void;
}>;

export type Peers = Readonly<{
  /** Begins to listen and to dial. A port that is taken is an alarm only: this hall can still dial others. */
  start(): Promise<void>;
  shown(): readonly PeerShown[];
  get(peerId: HallPeerId): PairedHall | undefined;
  /** Refuses `peer.not-listening` when this hall has no port for others. */
  invite(): Outcome<Readonly<{ code: string; expiresAtMs: number; hosts: readonly string[]; port: number }>>;
  /** Whether the code that was shown last still lets a hall in. */
  isInviting(): boolean;
  join(address: HallAddress, code: string): Promise<Outcome<PairedHall>>;
  /** Pairing by files; see introductions.ts for what is refused. */
  introduce(): Promise<Outcome<WrittenIntroduction>>;
  readIntroduction(text: string): Outcome<IntroductionRead>;
  trustIntroduction(text: string, controlNumber: string, address: HallAddress | null): Promise<Outcome<HallPeerId>>;
  /** Null when this hall has no key that can be read. */
  ownKey(): OwnKey | null;
  /** Makes a new key, which paired halls learn by the link. Refuses `peer.renewals-waiting`; fails `archive.unwritable`. */
  renewKey(): Promise<Outcome<OwnKey>>;
  remove(peerId: HallPeerId): Promise<Outcome<void>>;
  /** P38: measures what the path to this hall carries, each way; at most 12 s, never beside a call. See probes.ts for what it refuses. */
  measure(peerId: HallPeerId): Promise<Outcome<LinkMeasured>>;
  /** P22: the newest check report of that hall, or null; see report-line.ts for what is refused. */
  askReport(peerId: HallPeerId): Promise<Outcome<CheckReport | null>>;
  calls: Calls;
  exhibits: ExhibitLine;
  /** P17, P25: says something of an incident; false when the link is down. */
  sayIncident(peerId: HallPeerId, frame: IncidentFrame): boolean;
  close(): Promise<void>;
}>;

export type PeersEvents = Readonly<{
  /** What windows see of halls and the call has changed. */
  changed(): void;
  /** For the call window. */
  signalled(signal: CallSignalled): void;
  callChanged(change: CallChange): void;
  /** Sound and picture go another way from now on (`call.way`). */
  callTurned(call: Call): void;
  callRefused(refusal: LinkRefusal): void;
  /** What passed in a minute of the call or less. */
  callCounted(call: Call, figures: LinkFigures): void;
  /** Another hall asked for a measurement of the path between us, and it is done. */
  measured(peerId: HallPeerId, measured: LinkMeasured): void;
  /** The link to this hall is up (again). */
  linkUp(peerId: HallPeerId): void;
  /** The other hall has all of it, and compared its hash. */
  exhibitSent(peerId: HallPeerId, paper: ExhibitPaper, by: Author): void;
  /** A paired hall offers an exhibit: opens it for writing, or says why it is not wanted. */
  takeExhibit(peerId: HallPeerId, paper: ExhibitPaper): Promise<IncomingExhibit | RefusedExhibit | 'here'>;
  /** A paired hall asks for the newest report of a check here. */
  giveReport(): Promise<CheckReport | null>;
  /** What the other hall says of its monitors. */
  exhibitPage(peerId: HallPeerId, said: PageSaid): void;
  /** P17, P25: another hall tells of an incident of its own, or that it has ours. */
  incidentSaid(peerId: HallPeerId, frame: IncidentFrame): void;
  faultRaised(fault: Fault): void;
  faultCleared(fault: Fault): void;
}>;

export type PeersOrder = Readonly<{
  keysFolder: string;
  peersFile: string;
  /** Where files for other halls are written. */
  introductionsFolder: string;
  /** Where other halls find this one; null: this hall dials others but cannot be dialled. */
  listen: HallAddress | null;
  ownName(): HallName;
  /** Whether a call may be held now: never while nothing may be recorded (L5). */
  mayCall(): boolean;
  /** So many calls at once, each with another hall. */
  mostCalls: number;
  /** So many participants from pages of their own beside them. */
  mostParties: number;
  /** What relays for participants' pages; null: they find the hall directly or not at all. */
  turn: TurnSettings | null;
  /** What the path to another hall must carry each way, by the rule-book. */
  leastKbps: number;
  nowMs(): number;
  on: PeersEvents;
  log: Log;
}>;
