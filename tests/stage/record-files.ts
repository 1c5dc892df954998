import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JournalEntry, JournalKind } from '#domain/journal/entries.ts';

/** All files under `folder`, absolute. */
export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Size and time of the last change of every file, to see whether anything was written. */
export function fingerprint(files: readonly string[]): string {
  return files
    .map((file) => {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${String(size)} ${String(mtimeMs)}`;
    })
    .join('\n');
}

/** The only hearing's folder under a data folder. */
export function onlyHearingFolder(homeFolder: string): string {
  const archive = path.join(homeFolder, 'archive');
  const names = readdirSync(archive);
  if (names.length !== 1 || names[0] === undefined)
    throw new Error(`one hearing was expected, found ${names.join(', ')}`);
  return path.join(archive, names[0]);
}

export function readJournal(hearingFolder: string): readonly JournalEntry[] {
  const text = readFileSync(path.join(hearingFolder, 'journal.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalEntry);
}

/** The entries of one kind, in order. */
export function entriesOf<Kind extends JournalKind>(
  journal: readonly JournalEntry[],
  kind: Kind,
): readonly Extract<JournalEntry, { kind: Kind }>[] {
  return journal.filter((entry): entry is Extract<JournalEntry, { kind: Kind }> => entry.kind === kind);
}
