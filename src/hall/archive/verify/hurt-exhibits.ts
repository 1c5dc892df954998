import { open } from 'node:fs/promises';
import path from 'node:path';
import { exhibitParts, type ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { paperBroughtBy } from '#domain/exhibits/kept-papers.ts';
import type { JournalEntry } from '#domain/journal/entries.ts';
import { nowhere, type Damage } from './damage.ts';
import { hashStretch } from './segment-hashes.ts';

/** The exhibits and photographs of a journal, by what it says first of each. */
export function exhibitsOf(entries: readonly JournalEntry[]): readonly ExhibitPaper[] {
  const papers = entries.map(paperBroughtBy).filter((paper) => paper !== null);
  return papers.filter((paper, at) => papers.findIndex(({ exhibitId }) => exhibitId === paper.exhibitId) === at);
}

/** P36: exhibits whose file is missing, or is not the one that was journaled. */
export async function hurtExhibits(folder: string, entries: readonly JournalEntry[]): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  for (const paper of exhibitsOf(entries)) {
    const file = path.join(...exhibitParts(paper));
    const handle = await open(path.join(folder, file), 'r').catch(() => null);
    if (handle === null) {
      damages.push({ ...nowhere, what: 'missing-file', file });
      continue;
    }
    try {
      const { size } = await handle.stat();
      const sha256 = await hashStretch(handle, 0, paper.lengthBytes);
      if (sha256 === null)
        damages.push({ ...nowhere, what: 'truncated', file, fromByte: size, toByte: paper.lengthBytes });
      else if (sha256 !== paper.sha256) damages.push({ ...nowhere, what: 'flipped', file, fromByte: 0, toByte: size });
      else if (size > paper.lengthBytes)
        damages.push({ ...nowhere, what: 'extra', file, fromByte: paper.lengthBytes, toByte: size });
    } catch {
      // What the disk does not give is not what was written.
      damages.push({ ...nowhere, what: 'unreadable', file });
    } finally {
      await handle.close();
    }
  }
  return damages;
}
