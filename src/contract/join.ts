import { z } from 'zod';
import { hearingPhases } from '#domain/hearing/phases.ts';
import { pageLanguages, participantRights, participantRoles } from '#domain/participants/participant-entries.ts';
import { faultPaper } from './fault-paper.ts';
import { attendanceList, directionShown, participantId, rightsShown, shortText, soundChannel } from './participants.ts';
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

/** L8: all that a page is told before it is admitted; nothing of the case is in it. */
export const joinWait = z
  .object({
    say: z.literal('wait'),
    ...whose,
    /** P16.3: the court calls everybody now. */
    isCalled: z.boolean(),
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

/** Answer of GET /v1/about. */
export const joinAbout = z.object({ fingerprint: z.string().nullable() }).readonly();
