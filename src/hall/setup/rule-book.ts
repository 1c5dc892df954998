import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { pauseKinds } from '#domain/hearing/phases.ts';
import { proceedings } from '#domain/hearing/card.ts';
import type { RuleBook } from '#domain/rule-book.ts';

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
  startReminderMin: z.number().positive(),
  pauseReminderMin: z.record(z.enum(pauseKinds), z.number().positive()),
  markTemplates: z.record(z.enum(proceedings), z.array(z.string().min(1).max(60)).readonly()),
});

/** Reads resources/rule-book.json. Throws when it is not whole: it is shipped with the program. */
export function readRuleBook(file: string): RuleBook {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
