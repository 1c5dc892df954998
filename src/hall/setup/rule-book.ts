import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { civilDay, type CivilDay } from '#domain/calendar/civil-day.ts';
import { pauseKinds } from '#domain/hearing/phases.ts';
import { proceedings } from '#domain/hearing/card.ts';
import type { RuleBook } from '#domain/rule-book.ts';

const key = z.string().min(1).max(60);
const day = z.string().transform((text, context): CivilDay => {
  const found = civilDay(text);
  if (found === null) context.addIssue({ code: 'custom', message: 'no day' });
  return found ?? ('' as CivilDay);
});
const term = z.object({ workingDays: z.int().positive(), source: z.string().min(1) }).readonly();
const datedHoliday = z
  .object({ key, month: z.int().min(1).max(12), day: z.int().min(1).max(31), isMoved: z.boolean() })
  .readonly();
const yearChanges = z
  .object({
    confirmedBy: z.string().min(1).nullable(),
    daysOff: z.array(day).readonly(),
    worked: z.array(day).readonly(),
  })
  .readonly();

const schema = z.object({
  checkValidMin: z.number().positive(),
  morningCheck: z
    .object({ at: z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/), withinMin: z.number().positive().max(720) })
    .readonly(),
  checkReminderMin: z.number().positive(),
  checkLengthS: z.number().min(3).max(60),
  recordTechnicalBreak: z.boolean(),
  recordBreak: z.boolean(),
  leastBandwidth: z
    .object({ kbps: z.int().positive(), source: z.string().min(1), reading: z.string().min(1) })
    .readonly(),
  terms: z.object({ request: term, reply: term }).readonly(),
  workingCalendar: z
    .object({
      holidays: z.array(z.union([datedHoliday, z.object({ key, isKurbanAit: z.literal(true) }).readonly()])).readonly(),
      years: z.record(z.string().regex(/^\d{4}$/), yearChanges),
    })
    .readonly(),
  startReminderMin: z.number().positive(),
  pauseReminderMin: z.record(z.enum(pauseKinds), z.number().positive()),
  markTemplates: z.record(z.enum(proceedings), z.array(z.string().min(1).max(60)).readonly()),
});

/** Reads resources/rule-book.json. Throws when it is not whole: it is shipped with the program. */
export function readRuleBook(file: string): RuleBook {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
