import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataFolders } from '../plumbing/index.ts';

/** A hearing is planned at the head of its journal. */
const headBytes = 64 * 1024;
const mostHearings = 200;
/** Shorter ones would strike out half of the log. */
const shortest = 4;
const personal = new Set(['name', 'judge', 'secretary', 'caseNumber', 'shellKey', 'person', 'phone', 'address']);

/** Every string under a personal key, wherever it stands. */
function collect(value: unknown, into: Set<string>, key = ''): void {
  if (typeof value === 'string') {
    if (!personal.has(key) || value.length < shortest) return;
    into.add(value);
    // Words of a name by themselves: those that begin as names do, because our own words never do.
    for (const part of value.split(/[\s,]+/)) if (part.length >= shortest && /^\p{Lu}/u.test(part)) into.add(part);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) collect(each, into, Array.isArray(value) ? key : name);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

async function headOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(bytes, 0, headBytes, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Journals of the hearings, the newest first. */
export async function newestJournals(folders: DataFolders, most = mostHearings): Promise<readonly string[]> {
  const names = await readdir(folders.archive).catch(() => []);
  const dated = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folders.archive, name, 'journal.jsonl');
      return {
        file,
        atMs: await stat(file)
          .then(({ mtimeMs }) => mtimeMs)
          .catch(() => null),
      };
    }),
  );
  return dated
    .filter(({ atMs }) => atMs !== null)
    .sort((one, other) => (other.atMs ?? 0) - (one.atMs ?? 0))
    .slice(0, most)
    .map(({ file }) => file);
}

/**
 * What the hall knows of people, cases and keys: the second net under the list of what may leave. The longest first, so that a whole
 * name is struck out before its parts.
 */
export async function knownSecrets(folders: DataFolders): Promise<readonly string[]> {
  const known = new Set<string>();
  for (const file of [folders.peopleFile, folders.participantsFile, path.join(folders.run, 'hall.json')])
    collect(await readJson(file), known);
  for (const file of await newestJournals(folders))
    for (const line of (await headOf(file)).split('\n')) {
      try {
        collect(JSON.parse(line), known);
      } catch {
        // The last line of a head is cut.
      }
    }
  return [...known].sort((one, other) => other.length - one.length);
}
