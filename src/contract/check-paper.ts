import { z } from 'zod';
import { checkKinds } from '#domain/check/check-item.ts';

export const checkItem = z
  .object({
    subject: z.string().max(120),
    kind: z.enum(checkKinds),
    verdict: z.enum(['good', 'look', 'bad']),
    findings: z.array(z.string().max(80)).readonly(),
    figures: z.record(z.string(), z.number()),
    swappedWith: z.string().max(120).optional(),
  })
  .readonly();
