import { z } from 'zod';
import { call } from './call.ts';
import { directoryChange, directoryEntry, directoryList, importShown, sheetPiece } from './directory.ts';
import { line } from './values.ts';

/** The directory of courts, halls and institutions: looked up, changed, and exchanged as a sheet. */
export const directoryCalls = {
  'directory.list': call(z.object({ text: line }), directoryList, ['console', 'specialist']),
  'directory.change': call(directoryChange, z.object({ entry: directoryEntry }), ['console', 'specialist']),
  /** Writes the directory as a sheet into the export folder, its words in this language. */
  'directory.export': call(
    z.object({ language: z.enum(['ru', 'kk', 'en']) }),
    z.object({ path: z.string(), entries: z.int() }),
    ['console', 'specialist'],
    10_000,
  ),
  /** Takes a sheet piece by piece; with the last one what an import would do. */
  'directory.read-import': call(
    sheetPiece,
    z.object({ plan: importShown.nullable() }),
    ['console', 'specialist'],
    10_000,
  ),
  /** Does what was shown last. */
  'directory.import': call(
    z.object({ importId: z.uuid() }),
    z.object({ new: z.int(), changed: z.int() }),
    ['console', 'specialist'],
    10_000,
  ),
} as const;
