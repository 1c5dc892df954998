import { z } from 'zod';
import { faultCatalogue, type FaultKey } from '#domain/faults.ts';

const faultKeys = Object.keys(faultCatalogue) as [FaultKey, ...FaultKey[]];
export const faultPaper = z
  .object({
    key: z.enum(faultKeys),
    args: z.record(z.string(), z.union([z.string().max(500), z.number()])),
  })
  .readonly();
