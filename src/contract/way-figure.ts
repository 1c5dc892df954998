import { z } from 'zod';

/** What one way of a path carries, measured. */
export const wayFigure = z
  .object({ kbps: z.int(), isAtLeast: z.boolean(), lostShare: z.number().min(0).max(1) })
  .readonly();
