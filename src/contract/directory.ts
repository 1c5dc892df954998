import { z } from 'zod';
import { directoryRules, institutionKinds, isHost } from '#domain/directory/entry.ts';
import { badRowReasons } from '#domain/directory/sheet.ts';
import type { DirectoryEntryId } from '#domain/ids.ts';
import { portNumber } from './peers.ts';

/* The directory of courts, halls and institutions, between a hall service and its windows. */

export const directoryEntryId = z.uuid().transform((text) => text as DirectoryEntryId);
const words = z.string().trim().max(directoryRules.longestWords);
const draft = {
  court: words.min(1),
  hall: words,
  kind: z.enum(institutionKinds),
  host: z
    .string()
    .trim()
    .refine((text) => text === '' || isHost(text)),
  port: portNumber.nullable(),
  support: words,
  note: words,
} as const;
export const entryDraft = z.object(draft).readonly();
export const directoryEntry = z.object({ ...draft, entryId: directoryEntryId }).readonly();

export const directoryChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('add'), entry: entryDraft }).readonly(),
  z.object({ change: z.literal('change'), entryId: directoryEntryId, entry: entryDraft }).readonly(),
  z.object({ change: z.literal('remove'), entryId: directoryEntryId }).readonly(),
]);
export type DirectoryChange = z.output<typeof directoryChange>;

/** A window shows no more lines at once; whoever looks for one types more of its name. */
export const mostListed = 200;
export const directoryList = z
  .object({ entries: z.array(directoryEntry).readonly(), found: z.int(), total: z.int() })
  .readonly();
export type DirectoryList = z.output<typeof directoryList>;

/** A piece of a sheet that is to be imported, small enough for one frame. */
export const sheetPiece = z.object({ piece: z.string().max(50_000), isFirst: z.boolean(), isLast: z.boolean() });
/**
 * What an import would do, and what of the sheet is not taken, row by row. Entries that stay as they are are only counted; of
 * the others those that change come first, and so many are shown.
 */
export const mostPlanned = 500;
export const importShown = z
  .object({
    importId: z.uuid(),
    counts: z.object({ new: z.int(), changed: z.int(), same: z.int(), bad: z.int() }).readonly(),
    planned: z
      .array(
        z
          .object({
            lines: z.array(z.int()).readonly(),
            what: z.enum(['new', 'changed', 'same']),
            entry: entryDraft,
            was: directoryEntry.nullable(),
          })
          .readonly(),
      )
      .readonly(),
    bad: z.array(z.object({ line: z.int(), reason: z.enum(badRowReasons), words: z.string() }).readonly()).readonly(),
    unknownColumns: z.array(z.string()).readonly(),
  })
  .readonly();
export type ImportShown = z.output<typeof importShown>;
