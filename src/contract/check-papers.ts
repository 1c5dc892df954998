import { z } from 'zod';
import { checkKinds, checkVariants } from '#domain/check/check-item.ts';
import { checkReasons } from '#domain/check/check-report.ts';
import { hearingId, reportId } from './values.ts';

/* A check as it runs and as it was found. Its signed reports: check-reports.ts. */

export const checkItem = z
  .object({
    subject: z.string().max(120),
    kind: z.enum(checkKinds),
    verdict: z.enum(['good', 'look', 'bad']),
    findings: z.array(z.string().max(80)).readonly(),
    figures: z.record(z.string(), z.number()),
    /** Of a microphone that hears as this seat did at the acceptance. */
    swappedWith: z.string().max(120).optional(),
  })
  .readonly();

export const checkVariant = z.enum(checkVariants);
/** The newest check of the whole hall, whoever made it; of its items those that are not good, the worst first. */
export const lastCheckShown = z
  .object({
    reportId,
    reason: z.enum(checkReasons),
    startedAtMs: z.number(),
    passed: z.boolean(),
    items: z.array(checkItem).readonly(),
  })
  .readonly();
export const checkPart = z.object({ kind: z.enum(checkKinds), subject: z.string().max(120).nullable() }).readonly();
export const checkProgress = z
  .object({
    /** Null: the hall was checked by itself, for no hearing. */
    hearingId: hearingId.nullable(),
    state: z.enum(['running', 'done']),
    remainingMs: z.number(),
    totalMs: z.number(),
    /** The loudspeaker that plays now, by its name; null while none does. */
    playing: z.string().nullable(),
    /** When the monitors flash, ms of the hall's wall clock, and for how long each time; null while they do not. */
    flashes: z
      .object({ atMs: z.array(z.number()).max(32).readonly(), shinesMs: z.number() })
      .readonly()
      .nullable(),
    items: z.array(checkItem).readonly(),
    passed: z.boolean(),
    /** The signed report of it, once it is kept. */
    reportId: reportId.nullable(),
  })
  .readonly();
export type CheckProgress = z.output<typeof checkProgress>;
