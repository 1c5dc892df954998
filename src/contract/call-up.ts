import { z } from 'zod';
import { calledStates } from '#domain/hearing/call-up.ts';
import { callUpEnds } from '#domain/hearing/call-up-entries.ts';
import { participantRoles } from '#domain/participants/participant-entries.ts';
import { call, type Role } from './call.ts';
import { faultPaper } from './fault-paper.ts';
import { partyId, peerId } from './peers.ts';

/** A paired hall of the hearing, or somebody who takes part from a page, and where they stand. */
const calledRow = z
  .object({
    partyId,
    /** Null for a hall. */
    role: z.enum(participantRoles).nullable(),
    /** Of a hall only. */
    court: z.string(),
    name: z.string(),
    state: z.enum(calledStates),
    /** Why they could not be called, or did not come. */
    fault: faultPaper.nullable(),
  })
  .readonly();
export type CalledRow = z.output<typeof calledRow>;

/** P16.3: everybody of the hearing on the screens. `end`: why nobody is called any more; null before the first time. */
export const callUpShown = z
  .object({
    isRunning: z.boolean(),
    remainingMs: z.number(),
    end: z.enum(callUpEnds).nullable(),
    rows: z.array(calledRow).readonly(),
  })
  .readonly();
export type CallUpShown = z.output<typeof callUpShown>;

const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];

/** All of the hearing on the screens. */
export const callUpCalls = {
  /** Which paired halls take part in it. */
  'sites.choose': call(z.object({ peerIds: z.array(peerId).max(32).readonly() }), nothing, desks),
  /** Calls every hall of it, again and again until it comes or refuses, and tells every open page to be ready. */
  'call-up.begin': call(nothing, nothing, desks),
  'call-up.again': call(z.object({ partyId }), nothing, desks),
  /** What only rings is let go of; who is on the line stays. */
  'call-up.stop': call(nothing, nothing, desks),
} as const;
