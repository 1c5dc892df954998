import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { directoryEntry } from '#contract/directory.ts';
import { directoryRules, entryKey, type DirectoryEntry } from '#domain/directory/entry.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const directoryPage = z.object({
  formatVersion: z.literal(1),
  entries: z
    .array(directoryEntry)
    .max(directoryRules.mostEntries)
    .refine((entries) => new Set(entries.map(entryKey)).size === entries.length),
});

/** No entries where there is no file; fails `directory.file-broken` where there is one that cannot be read. */
export function readDirectory(file: string, log: Log): Outcome<readonly DirectoryEntry[]> {
  try {
    return done(directoryPage.parse(JSON.parse(readFileSync(file, 'utf8'))).entries);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done([]);
    // The error itself may quote the file, and the log keeps no names and no telephone numbers.
    log.error({ cause: (error as Error).name }, 'directory-unreadable');
    return failed(fault('directory.file-broken', {}));
  }
}

/** Fails `archive.unwritable`. */
export async function writeDirectory(
  file: string,
  entries: readonly DirectoryEntry[],
  log: Log,
): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, entries }, null, 2)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'directory-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
