import { z } from 'zod';
import { atUs, hearingId, trackId } from './values.ts';

/** A place in the record that is not as it was written; see `archive verify`. */
export const damage = z
  .object({
    what: z.enum([
      'flipped',
      'deleted',
      'swapped',
      'truncated',
      'replayed',
      'extra',
      'missing-file',
      'entry-edited',
      'entry-removed',
      'tail-cut',
      'head-missing',
      'head-forged',
      'unreadable',
    ]),
    file: z.string(),
    trackId: trackId.nullable(),
    epoch: z.int().nullable(),
    segment: z.int().nullable(),
    /** Journal entry number, where the journal is hurt. */
    entry: z.int().nullable(),
    /** Chunk sequence numbers and bytes that are hurt, as narrow as can be told. */
    firstSeq: z.int().nullable(),
    lastSeq: z.int().nullable(),
    fromByte: z.number().nullable(),
    toByte: z.number().nullable(),
    fromUs: atUs.nullable(),
    toUs: atUs.nullable(),
  })
  .readonly();
export type Damage = z.output<typeof damage>;
export const verification = z
  .object({
    hearingId,
    intact: z.boolean(),
    segments: z.int(),
    entries: z.int(),
    lengthBytes: z.number(),
    damages: z.array(damage).readonly(),
  })
  .readonly();
export type Verification = z.output<typeof verification>;
