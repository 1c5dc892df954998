import { z } from 'zod';
import { participantRoles } from '#domain/participants/participant-entries.ts';
import { cameraFound, lightFound, movementFound, noiseFound, speechFound } from '#domain/participants/place-check.ts';
import { call, type Role } from './call.ts';
import { callEpoch, linkFigures, partyId, voiceFigures } from './peers.ts';
import { participantId } from './participants.ts';
import { hearingId } from './values.ts';

/* P15.5: test sessions, in which the specialist tries the link with everybody and nothing is recorded. */

export const placeCheck = z
  .object({
    camera: z.enum(cameraFound),
    light: z.enum(lightFound),
    noise: z.enum(noiseFound),
    speech: z.enum(speechFound),
    movement: z.enum(movementFound),
  })
  .readonly();

const testRow = z
  .object({
    partyId,
    name: z.string(),
    /** Null for a hall. */
    role: z.enum(participantRoles).nullable(),
    cameAtMs: z.number().nullable(),
    /** The page is on the line now, or the hall can be called. */
    isHere: z.boolean(),
    /** The support line to a participant is wanted; of a hall: its call lasts. */
    isLineOpen: z.boolean(),
    /** Sound and picture flow. */
    isOnLine: z.boolean(),
    check: placeCheck.nullable(),
    spokenMs: z.number(),
    figures: linkFigures.nullable(),
    voice: voiceFigures.nullable(),
    note: z.object({ isGood: z.boolean(), text: z.string() }).readonly().nullable(),
  })
  .readonly();
export type TestRow = z.output<typeof testRow>;

export const testSessionShown = z
  .object({
    no: callEpoch,
    plannedAtMs: z.number(),
    specialist: z.string(),
    begunAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
    rows: z.array(testRow).readonly(),
  })
  .readonly();
export type TestSessionShown = z.output<typeof testSessionShown>;

const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];

export const testSessionCalls = {
  /** Plans the next one, or moves the one that is planned. */
  'test-session.plan': call(
    z.object({
      hearingId,
      plannedAtMs: z.int().nonnegative(),
      specialist: z.string().trim().min(1).max(300),
      invited: z.array(partyId).min(1).max(64).readonly(),
    }),
    nothing,
    desks,
  ),
  'test-session.list': call(
    z.object({ hearingId }),
    z.object({ sessions: z.array(testSessionShown).readonly() }),
    desks,
  ),
  /** Begins the planned one: pages of its guests come to it by the same link, and no hearing can be opened meanwhile. */
  'test-session.begin': call(z.object({ hearingId }), nothing, desks),
  /** Opens or ends the support line to the page of one guest. */
  'test-session.speak': call(z.object({ participantId, isOn: z.boolean() }), nothing, desks),
  /** The specialist's word about one guest, also after the session. */
  'test-session.note': call(
    z.object({ hearingId, no: callEpoch, partyId, isGood: z.boolean(), text: z.string().trim().max(500) }),
    nothing,
    desks,
  ),
  'test-session.end': call(nothing, nothing, desks),
} as const;
