import type { JoinAct, JoinOver, JoinPlace } from '#contract/join.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { Fault, FaultKey } from '#domain/faults.ts';
import type { ExhibitId, HearingId, ParticipantId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { PageConnection, StreamCount } from '#domain/participants/page-line.ts';
import type { PageLanguage } from '#domain/participants/participant-entries.ts';
import type { Log } from '../plumbing/index.ts';

/** Whom a link was made for. */
export type Invited = Readonly<{ hearingId: HearingId; participantId: ParticipantId }>;

/** Somebody at the door, or on a page, was refused. Of one kind the first is told at once and those within a minute as one with their count. */
export type DoorRefusal = Readonly<{ whom: Invited | null; key: FaultKey; why: string; times: number }>;

/** The place for sound and picture: frames of the call between the hall's call window and the page of one participant. */
export type PartyPort = Readonly<{
  /** The page is on the line, was admitted, and may be heard and seen now. */
  isUp(): boolean;
  /** False when the port is not up: then nothing was sent. */
  say(frame: PartyFrame): boolean;
  /** Frames of the page, of an admitted one alone. Returns the way to stop. */
  onFrame(listener: (frame: PartyFrame) => void): () => void;
  /** Told whenever it goes up or down; down and up again when another page of the same person takes its place. */
  onTurn(listener: (isUp: boolean) => void): () => void;
}>;

/** P36: a file of the hearing that a page may have now, `mostKbps` fast at most. */
export type LentPaper = Readonly<{ file: string; lengthBytes: number; mime: string; mostKbps: number }>;

/** P36: a document while a page brings it. */
export type IncomingDocument = Readonly<{
  exhibitId: ExhibitId;
  /** False when the disk does not take it. */
  write(bytes: Uint8Array): Promise<boolean>;
  /** All of it came. */
  finish(): Promise<Outcome<unknown>>;
  leave(): Promise<void>;
}>;

/** P38: what was counted of both ways. */
export type PageCounted = Readonly<{
  send: StreamCount;
  receive: StreamCount;
  roundTripMs: number;
  connection: PageConnection;
}>;

/** What a page says that is an act of the hearing; the rest is the room's own affair. */
export type HearingAct = Exclude<JoinAct, { say: 'leave' | 'document' | 'document-stop' | 'measured' }>;

export type Participants = Readonly<{
  /** Begins to listen. A port that is taken, or a certificate that cannot be read, is an alarm only. */
  start(): Promise<void>;
  isOpen(): boolean;
  /** A link and a code word, both shown once; `word` null makes one of ours. Refuses `participant.no-room`, `participant.word-weak`; fails `archive.unwritable`. */
  invite(
    whom: Invited,
    word: string | null,
  ): Promise<Outcome<Readonly<{ link: string; word: string; fingerprint: string | null }>>>;
  /** Makes the link worthless and ends the page's line. */
  withdraw(participantId: ParticipantId): Promise<Outcome<void>>;
  /** Makes all links of a hearing worthless. */
  endHearing(hearingId: HearingId): Promise<Outcome<void>>;
  isHere(participantId: ParticipantId): boolean;
  /** Who takes part may have changed: each page is shown where it stands, each port goes up or down. */
  refresh(): void;
  /** Ends the line of a page that was sent out. */
  sendOut(participantId: ParticipantId, why: JoinOver): void;
  /** May be held for the life of the service. */
  port(participantId: ParticipantId): PartyPort;
  close(): Promise<void>;
}>;

export type ParticipantsEvents = Readonly<{
  /** Who is on the line has changed. */
  changed(): void;
  /** Somebody said the code word, or came back; he is told where he stands only when this is done. */
  joined(whom: Invited, how: 'word' | 'return', language: PageLanguage): Promise<Outcome<void>>;
  left(whom: Invited, how: 'asked' | 'lost'): Promise<void>;
  /** An act on a page; what is refused the page is told. */
  acted(whom: Invited, act: HearingAct): Promise<Outcome<void>>;
  /** P36: a document is to come; the answer takes its bytes or says why not. */
  documentOffered(
    whom: Invited,
    offered: Readonly<{ name: string; lengthBytes: number }>,
  ): Promise<Outcome<IncomingDocument>>;
  /** P38: a measurement is over; null where it broke off. */
  measured(whom: Invited, counted: PageCounted | null): Promise<void>;
  refused(refusal: DoorRefusal): void;
  faultRaised(fault: Fault): void;
}>;

export type ParticipantsOrder = Readonly<{
  keysFolder: string;
  file: string;
  /** The built page, out/join. */
  pageFolder: string;
  listen: Readonly<{ host: string; port: number }>;
  /** Names and addresses by which participants reach this PC, best first; empty: those of its own interfaces. */
  names: readonly string[];
  /** PEM files of the court's own certificate; null: one of the hall's authority. */
  certificate: Readonly<{ certFile: string; keyFile: string }> | null;
  /** Words that are said and written alike in Russian and Kazakh. */
  codeWords: readonly string[];
  /** The hall's lasting HMAC. */
  mac(text: string): string;
  nowMs(): number;
  /** What this participant's page may see now; null for whoever has nothing to look for here any more. */
  place(whom: Invited): JoinPlace | null;
  /** P36: the file of an exhibit that this participant's page may have now. */
  paper(whom: Invited, exhibitId: ExhibitId): LentPaper | null;
  on: ParticipantsEvents;
  log: Log;
}>;
