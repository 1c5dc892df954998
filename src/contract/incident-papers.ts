import { z } from 'zod';
import { incidentStages } from '#domain/incidents/incident.ts';
import {
  addressees,
  courtChoices,
  courtSides,
  tellingWays,
  type BrokenThing,
  type IncidentCause,
  type OwnCause,
} from '#domain/incidents/incident-entries.ts';
import type { IncidentId } from '#domain/ids.ts';
import { seatPlaces } from '#domain/seats.ts';
import { checkItem } from './check-papers.ts';
import { faultPaper } from './fault-paper.ts';
import { peerId } from './peers.ts';
import { hearingId } from './values.ts';

/* What is said of technical faults: to windows, to another hall, and in the hall's own inbox. */

export const incidentId = z.uuid().transform((text) => text as IncidentId);
const name = z.string().max(300);

export const ownCause = z.discriminatedUnion('source', [
  z.object({ source: z.literal('check'), item: checkItem }).readonly(),
  z
    .object({
      source: z.literal('alarm'),
      fault: faultPaper,
      code: z.string().max(20),
      peerId: peerId.nullable(),
    })
    .readonly(),
  z.object({ source: z.literal('person'), text: name }).readonly(),
]) satisfies z.ZodType<OwnCause>;

export const incidentCause = z.union([
  ownCause,
  z.object({ source: z.literal('other-court'), peerId, court: name, hall: name, cause: ownCause }).readonly(),
]) satisfies z.ZodType<IncidentCause>;

export const brokenThing = z
  .object({ name, place: z.enum(seatPlaces).nullable() })
  .readonly() satisfies z.ZodType<BrokenThing>;

const telling = z
  .object({ to: z.enum(addressees), name, way: z.enum(tellingWays), atMs: z.number(), by: name })
  .readonly();

/** One incident on the screens. Times are Unix ms by the clock of the hall. */
export const incidentShown = z
  .object({
    incidentId,
    /** Null: it belongs to no hearing. */
    hearingId: hearingId.nullable(),
    caseNumber: name,
    side: z.enum(courtSides),
    cause: incidentCause,
    thing: brokenThing,
    stage: z.enum(incidentStages),
    sinceMs: z.number(),
    /** Who must be told at once, by which paragraph of the Rules, and whether that was done. */
    due: z
      .object({ to: z.enum(addressees), paragraph: z.union([z.literal(17), z.literal(23)]), isTold: z.boolean() })
      .readonly(),
    tellings: z.array(telling).readonly(),
    /** P24: until when it is to work again; null while nobody says, or nobody waits. */
    restoreByMs: z.number().nullable(),
    restoredAtMs: z.number().nullable(),
    /** P25: what the court decided last. */
    choice: z.enum(courtChoices).nullable(),
    isOver: z.boolean(),
  })
  .readonly();
export type IncidentShown = z.output<typeof incidentShown>;
