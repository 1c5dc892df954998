import { existsSync } from 'node:fs';
import type { HearingId } from '#domain/ids.ts';
import { hearingFolders, readJournalFile, type HeadVerifier } from './journal-file.ts';
import type { IndexReader } from './index-reader.ts';

/** How the journals and the index stand to each other. */
export type Agreement = Readonly<{
  hearings: number;
  /** Journals that are not as they were signed. */
  damaged: readonly HearingId[];
  /** Sound journals that the index does not follow to their last entry: brought up at the next start. */
  behind: readonly HearingId[];
  /** Hearings that the index knows and no folder holds. */
  withoutFolder: readonly HearingId[];
}>;

/** Reads every journal and compares it with the index; no chunk log is read. */
export function compareWithJournals(archiveFolder: string, keys: HeadVerifier, reader: IndexReader): Agreement {
  const folders = existsSync(archiveFolder) ? hearingFolders(archiveFolder) : [];
  const damaged: HearingId[] = [];
  const behind: HearingId[] = [];
  for (const hearing of folders) {
    const journal = readJournalFile(hearing, keys);
    if (journal.findings.length > 0) damaged.push(hearing.hearingId);
    else if (reader.entryHashes(hearing.hearingId).at(-1) !== journal.entries.at(-1)?.hash)
      behind.push(hearing.hearingId);
  }
  const known = reader.listHearings({ fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER, text: '' });
  const inFolders = new Set(folders.map((hearing) => hearing.hearingId));
  const withoutFolder = known.map((hearing) => hearing.hearingId).filter((hearingId) => !inFolders.has(hearingId));
  return { hearings: folders.length, damaged, behind, withoutFolder };
}
