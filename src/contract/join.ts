import { z } from 'zod';
import { hearingPhases } from '#domain/hearing/phases.ts';
import { pageLanguages, participantRights, participantRoles } from '#domain/participants/participant-entries.ts';
import { faultPaper } from './fault-paper.ts';
import { directionShown, rightsShown, shortText } from './participants.ts';
import { partyFrame } from './party-link.ts';

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

/** What a participant does on the page. In the waiting room only `leave` and `problem` are heard. */
export const joinAct = z.discriminatedUnion('say', [
  z.object({ say: z.literal('leave') }).readonly(),
  z.object({ say: z.literal('problem'), text: shortText }).readonly(),
  z.object({ say: z.literal('hand'), isRaised: z.boolean() }).readonly(),
  z.object({ say: z.literal('under-16'), isPresent: z.boolean() }).readonly(),
  z.object({ say: z.literal('confirm'), right: z.enum(participantRights), isGood: z.boolean() }).readonly(),
]);
export type JoinAct = z.output<typeof joinAct>;
export const joinSaid = z.union([joinAct, partyFrame]);

const whose = {
  token: z.string(),
  name: z.string(),
  role: z.enum(participantRoles),
  court: z.string(),
  hall: z.string(),
} as const;

/** L8: all that a page is told before it is admitted; nothing of the case is in it. */
export const joinWait = z.object({ say: z.literal('wait'), ...whose }).readonly();
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
    asksUnder16: z.boolean(),
    directions: z.array(directionShown).readonly(),
    rights: rightsShown,
  })
  .readonly();
export const joinOver = z
  .object({
    say: z.literal('over'),
    why: z.enum(['left', 'replaced', 'turned-away', 'removed', 'withdrawn', 'ended', 'closing']),
  })
  .readonly();
export const joinTold = z.union([
  joinWait,
  joinInside,
  joinOver,
  z.object({ say: z.literal('refused'), fault: faultPaper }).readonly(),
  partyFrame,
]);
export type JoinTold = z.output<typeof joinTold>;
export type JoinOver = z.output<typeof joinOver>['why'];
/** What a page shows of where it stands, without its token. */
export type JoinPlace = Omit<z.output<typeof joinWait>, 'token'> | Omit<z.output<typeof joinInside>, 'token'>;

/** Answer of GET /v1/about. */
export const joinAbout = z.object({ fingerprint: z.string().nullable() }).readonly();
