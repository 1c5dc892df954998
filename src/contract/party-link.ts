import { z } from 'zod';
import { callEpoch, callId, callRelays, candidate, sdpText } from './peers.ts';

/* What the hall and the page of one participant say to make sound and picture flow. The hall calls, the page answers. */

const described = { callId, epoch: callEpoch, sdp: sdpText } as const;

/** One frame about a call, either way. Unlike between halls nothing is signed: page and hall know each other by TLS and the code word. */
export const partyFrame = z.discriminatedUnion('say', [
  /** `relays`: ways for a page that the hall cannot be reached from; each offer brings new ones. */
  z.object({ say: z.literal('call.offered'), ...described, relays: callRelays }).readonly(),
  z.object({ say: z.literal('call.answered'), ...described }).readonly(),
  z.object({ say: z.literal('call.candidate'), callId, epoch: callEpoch, candidate }).readonly(),
  /** "This call stands here": after the line came back, and when it broke here. */
  z.object({ say: z.literal('call.standing'), callId, epoch: callEpoch, isBroken: z.boolean() }).readonly(),
  z
    .object({
      say: z.literal('call.ended'),
      callId,
      why: z.enum(['asked', 'declined', 'busy', 'closed', 'no-answer', 'refused', 'lost']),
    })
    .readonly(),
]);
export type PartyFrame = z.output<typeof partyFrame>;
