import { z } from 'zod';
import { callId, callEpoch, candidate, sdpText } from './peers.ts';

/* What two hall services say to each other, JSON text. Who speaks is known from TLS and stands in no frame. */

const name = z.string().max(300);
const counter = z.int().min(0);
const described = { callId, epoch: callEpoch, sdp: sdpText, counter, signature: z.string().max(200) } as const;

/**
 * First frame of each side of /v1/link. `counterSeen`: the highest fingerprint counter that was ever accepted from the other;
 * `run` is drawn anew at every start of a service, and what is signed for one run is worth nothing in the next.
 */
export const linkHello = z
  .object({
    hello: z.literal(1),
    court: name,
    hall: name,
    counterSeen: counter,
    run: z.string().regex(/^[0-9a-f]{32}$/),
  })
  .readonly();
export type LinkHello = z.output<typeof linkHello>;

export const linkFrame = z.discriminatedUnion('say', [
  z.object({ say: z.literal('call.offered'), ...described }).readonly(),
  z.object({ say: z.literal('call.answered'), ...described }).readonly(),
  z.object({ say: z.literal('call.candidate'), callId, epoch: callEpoch, candidate }).readonly(),
  /** "This call stands here": after the link came back, and when it broke here. */
  z.object({ say: z.literal('call.standing'), callId, epoch: callEpoch, isBroken: z.boolean() }).readonly(),
  z
    .object({
      say: z.literal('call.ended'),
      callId,
      why: z.enum(['asked', 'declined', 'busy', 'closed', 'no-answer', 'refused', 'lost']),
    })
    .readonly(),
]);
export type LinkFrame = z.output<typeof linkFrame>;

const nonce = z.string().regex(/^[0-9a-f]{64}$/);
const proof = z.string().regex(/^[0-9a-f]{64}$/);
/* Pairing, one JSON object a line: joiner's hello, inviter's nonce, joiner's proof, inviter's proof or a refusal. */
export const pairHello = z.object({ pair: z.literal(1), nonce, court: name, hall: name }).readonly();
export const pairNonce = z.object({ nonce }).readonly();
export const pairProof = z.object({ proof }).readonly();
export const pairAnswer = z.union([
  z.object({ proof, court: name, hall: name }).readonly(),
  z.object({ refused: z.enum(['code-wrong', 'code-dead']), triesLeft: z.int() }).readonly(),
]);
