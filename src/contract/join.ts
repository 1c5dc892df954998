import { z } from 'zod';
import { hearingPhases } from '#domain/hearing/phases.ts';
import { pageLanguages, participantRights, participantRoles } from '#domain/participants/participant-entries.ts';
import { pageConnections } from '#domain/participants/page-line.ts';
import { exhibitId, exhibitLength, exhibitName, exhibitOnPage, handedIn } from './exhibits.ts';
import { faultPaper } from './fault-paper.ts';
import {
  attendanceList,
  directionShown,
  pageLineShown,
  participantId,
  rightsShown,
  shortText,
  soundChannel,
  streamCount,
} from './participants.ts';
import { partyFrame } from './party-link.ts';
import { privateRoomId, roomFrame } from './private-room.ts';
import { placeCheck } from './test-session.ts';

/* Frames of the socket /v1/join between the hall and the page of one participant, JSON text. */

const language = z.enum(pageLanguages);

/**
 * First frame of a page. `knock`: with the secret of the personal link and the code word; `return`: the same page after a
 * cut, with the token that it was given.
 */
export const joinHello = z.discriminatedUnion('say', [
  z.object({ say: z.literal('knock'), link: z.string().max(100), word: z.string().max(200), language }).readonly(),
  z.object({ say: z.literal('return'), token: z.string().max(300), language }).readonly(),
]);
export type JoinHello = z.output<typeof joinHello>;

/** What a participant does on the page. In the waiting room only `leave` and `problem` are heard, in a test session `checked`, of an official `attendance` too. */
export const joinAct = z.discriminatedUnion('say', [
  z.object({ say: z.literal('leave') }).readonly(),
  z.object({ say: z.literal('problem'), text: shortText }).readonly(),
  z.object({ say: z.literal('hand'), isRaised: z.boolean() }).readonly(),
  z.object({ say: z.literal('under-16'), isPresent: z.boolean() }).readonly(),
  /** L9: whom this page is to hear while an interpreter speaks. */
  z.object({ say: z.literal('channel'), channel: soundChannel }).readonly(),
  /** P26, of an official of an institution alone. */
  z.object({ say: z.literal('attendance'), people: attendanceList }).readonly(),
  /** L5, in a private room alone: the talk is over. */
  z.object({ say: z.literal('end-private') }).readonly(),
  /** P15.5, in a test session alone. */
  z.object({ say: z.literal('checked'), check: placeCheck }).readonly(),
  z.object({ say: z.literal('confirm'), right: z.enum(participantRights), isGood: z.boolean() }).readonly(),
  /** P36: a document is to be handed in; the page brings its bytes when the hall says where. `offerId` is the page's own name for it. */
  z.object({ say: z.literal('document'), offerId: z.uuid(), name: exhibitName, lengthBytes: exhibitLength }).readonly(),
  z.object({ say: z.literal('document-stop') }).readonly(),
  /** P38: the streams of a measurement are over; the page has counted one of them. */
  z
    .object({
      say: z.literal('measured'),
      receive: streamCount.nullable(),
      connection: z.enum(pageConnections),
    })
    .readonly(),
]);
export type JoinAct = z.output<typeof joinAct>;
export const joinSaid = z.union([joinAct, partyFrame, roomFrame]);

const whose = {
  token: z.string(),
  name: z.string(),
  role: z.enum(participantRoles),
  court: z.string(),
  hall: z.string(),
} as const;

/** L8: all that a page is told before it is admitted; nothing of the case is in it. `mayMeasure`: nobody would be disturbed (P38). */
export const joinWait = z
  .object({
    say: z.literal('wait'),
    ...whose,
    /** P16.3: the court calls everybody now. */
    isCalled: z.boolean(),
    line: pageLineShown.nullable(),
    mayMeasure: z.boolean(),
  })
  .readonly();
/** P15.5: a test session: nothing is recorded, and nothing of the case is told. `isOnLine`: the specialist speaks with this page. */
export const joinTest = z.object({ say: z.literal('test'), ...whose, isOnLine: z.boolean() }).readonly();
/** L5: a private talk with these, page to page; the hall hears and sees nothing. `ownId`: whoever has the smaller id calls. */
export const joinPrivate = z
  .object({
    say: z.literal('private'),
    ...whose,
    roomId: privateRoomId,
    ownId: participantId,
    others: z
      .array(z.object({ participantId, name: z.string(), role: z.enum(participantRoles) }).readonly())
      .readonly(),
  })
  .readonly();
export const joinInside = z
  .object({
    say: z.literal('inside'),
    ...whose,
    caseNumber: z.string(),
    phase: z.enum(hearingPhases),
    /** L5: nobody is heard or seen now. */
    isCut: z.boolean(),
    isIdentified: z.boolean(),
    isMuted: z.boolean(),
    isHandRaised: z.boolean(),
    /** L9: whom this page hears; null where nobody else interprets. */
    channel: soundChannel.nullable(),
    asksUnder16: z.boolean(),
    directions: z.array(directionShown).readonly(),
    rights: rightsShown,
    /** P36: what everybody in the hearing sees; null while there is nothing, and while this page is cut. */
    exhibit: exhibitOnPage.nullable(),
    /** What this participant handed in. */
    documents: z.array(handedIn).readonly(),
  })
  .readonly();
export const joinOver = z
  .object({
    say: z.literal('over'),
    why: z.enum(['left', 'replaced', 'turned-away', 'removed', 'withdrawn', 'ended', 'tested', 'closing']),
  })
  .readonly();
export const joinTold = z.union([
  joinWait,
  joinTest,
  joinPrivate,
  joinInside,
  joinOver,
  z.object({ say: z.literal('refused'), fault: faultPaper }).readonly(),
  /** The page may bring this document now: PUT /v1/documents/<exhibitId>. */
  z.object({ say: z.literal('document-taken'), offerId: z.uuid(), exhibitId }).readonly(),
  z.object({ say: z.literal('document-refused'), offerId: z.uuid(), fault: faultPaper }).readonly(),
  /** The line stands: without a word for some seconds it does not. */
  z.object({ say: z.literal('here') }).readonly(),
  partyFrame,
  roomFrame,
]);
export type JoinTold = z.output<typeof joinTold>;
export type JoinOver = z.output<typeof joinOver>['why'];
/** What a page shows of where it stands, without its token. */
export type JoinPlace =
  | Omit<z.output<typeof joinWait>, 'token'>
  | Omit<z.output<typeof joinTest>, 'token'>
  | Omit<z.output<typeof joinPrivate>, 'token'>
  | Omit<z.output<typeof joinInside>, 'token'>;

/** Answer of PUT /v1/documents/<exhibitId>: so many bytes of it lie in the hall, or all of it does. */
export const broughtSoFar = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), gotBytes: z.number(), isWhole: z.boolean() }).readonly(),
  z.object({ ok: z.literal(false), fault: faultPaper }).readonly(),
]);
export type BroughtSoFar = z.output<typeof broughtSoFar>;

/** First frame of a page on the sockets /v1/measure/send and /v1/measure/receive; what follows are whole binary frames. */
export const measureHello = z.object({ token: z.string().max(300) }).readonly();

/** Answer of GET /v1/about. */
export const joinAbout = z.object({ fingerprint: z.string().nullable() }).readonly();
