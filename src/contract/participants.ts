import { z } from 'zod';
import type { ParticipantId } from '#domain/ids.ts';
import { soundChannels } from '#domain/participants/interpretation.ts';
import { pageConnections } from '#domain/participants/page-line.ts';
import {
  pageLanguages,
  participantRights,
  participantRoles,
  powersShown,
} from '#domain/participants/participant-entries.ts';
import { bandwidthVerdicts } from '#domain/peers/bandwidth.ts';
import { participantStages } from '#domain/participants/participant.ts';
import { wayFigure } from './way-figure.ts';

/* What windows are told of those who take part from pages of their own. */

export const participantId = z.uuid().transform((text) => text as ParticipantId);
/** A direction or a problem in words: it is read on a telephone. */
export const shortText = z.string().trim().min(1).max(500);

export const soundChannel = z.enum(soundChannels);
const rightShown = z.object({ page: z.boolean().nullable(), hall: z.boolean().nullable() }).readonly();
export const rightsShown = z.record(z.enum(participantRights), rightShown).readonly();
export const directionShown = z.object({ text: z.string(), wallMs: z.number() }).readonly();

/** What was counted of a stream to or from a page (P38). */
export const streamCount = z.object({ bytes: z.int().min(0), spanMs: z.number().min(0).max(60_000) }).readonly();
const pageMeasured = z
  .object({
    send: wayFigure,
    receive: wayFigure,
    roundTripMs: z.number(),
    connection: z.enum(pageConnections),
    leastKbps: z.number(),
    verdict: z.enum(bandwidthVerdicts),
  })
  .readonly();
export const pageLineShown = z
  .object({ attempts: z.int(), measured: pageMeasured.nullable(), wallMs: z.number() })
  .readonly();
/** P26: who has come to the institution. */
export const attendance = z
  .object({
    name: z.string().trim().min(1).max(200),
    isPresent: z.boolean(),
    document: z.string().trim().max(200),
    powers: z.enum(powersShown),
    canTakePart: z.boolean(),
    note: z.string().trim().max(300),
  })
  .readonly();
export const attendanceList = z.array(attendance).min(1).max(30).readonly();

export const participantShown = z
  .object({
    participantId,
    name: z.string(),
    role: z.enum(participantRoles),
    stage: z.enum(participantStages),
    /** The page is on the line now. */
    isHere: z.boolean(),
    language: z.enum(pageLanguages).nullable(),
    identity: z.object({ isConfirmed: z.boolean(), byOralOrder: z.boolean() }).readonly().nullable(),
    isMuted: z.boolean(),
    isHandRaised: z.boolean(),
    /** L9: whom the participant hears while an interpreter speaks. */
    channel: soundChannel,
    /** P29; null: not answered (again) yet. */
    isUnder16Present: z.boolean().nullable(),
    problem: directionShown.nullable(),
    /** P26: of an official of an institution. */
    attendance: z.object({ people: attendanceList, wallMs: z.number() }).readonly().nullable(),
    directions: z.array(directionShown).readonly(),
    rights: rightsShown,
    /** P38; null while nothing was measured. */
    line: pageLineShown.nullable(),
    /** P9: where the windows of the hall fetch the photograph of the motion; null where there is none. */
    photoUrl: z.string().nullable(),
  })
  .readonly();
export type ParticipantShown = z.output<typeof participantShown>;

/** Shown once: of neither the link nor the word more than a hash is kept. `fingerprint`: SHA-256 of the hall's own authority; null where the court has a certificate of its own. */
export const invitationShown = z
  .object({ participantId, link: z.string(), word: z.string(), fingerprint: z.string().nullable() })
  .readonly();
export type InvitationShown = z.output<typeof invitationShown>;
