import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import { hearingIdOfFolder } from '#domain/journal/hearing-folder.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { trackFiles } from '../plumbing/index.ts';
import { copyBytes, lengthOf } from './copied-file.ts';
import { takeKeysOfCopy } from './copy-place.ts';

export type Restored = Readonly<{ hearingIds: readonly HearingId[]; keyIds: readonly string[]; lengthBytes: number }>;

const partPrefix = '.restoring-';
const recordNames = ['head.json', 'journal.jsonl'] as const;
const noPace = (): Promise<void> => Promise.resolve();

/**
 * Puts every hearing of a second copy into the archive, and with them the public keys that their heads are checked
 * with. The caller holds the service's lock, makes the index anew and verifies. Refuses `archive.not-a-copy`, and
 * `archive.target-exists`, with nothing changed, when one of the hearings is there; fails `archive.unwritable`.
 */
export async function restoreFrom(
  place: string,
  into: Readonly<{ archiveFolder: string; keysFolder: string }>,
): Promise<Outcome<Restored>> {
  const names = existsSync(place) ? readdirSync(place).filter((name) => isCopiedHearing(place, name)) : [];
  if (names.length === 0) return failed(fault('archive.not-a-copy', { path: place }));
  const { archiveFolder, keysFolder } = into;
  const taken = names.find((name) => existsSync(path.join(archiveFolder, name)));
  if (taken !== undefined) return failed(fault('archive.target-exists', { path: path.join(archiveFolder, taken) }));
  const parts: string[] = [];
  try {
    let lengthBytes = 0;
    for (const name of names) {
      const part = path.join(archiveFolder, `${partPrefix}${name}`);
      rmSync(part, { recursive: true, force: true });
      parts.push(part);
      mkdirSync(path.join(part, 'tracks'), { recursive: true });
      lengthBytes += await copyRecord(path.join(place, name), part);
    }
    const keyIds = takeKeysOfCopy(place, keysFolder);
    // None appears before all are whole.
    for (const name of names)
      renameSync(path.join(archiveFolder, `${partPrefix}${name}`), path.join(archiveFolder, name));
    const hearingIds = names.map(hearingIdOfFolder).filter((hearingId) => hearingId !== null);
    return done({ hearingIds, keyIds, lengthBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    for (const part of parts) rmSync(part, { recursive: true, force: true });
    return failed(fault('archive.unwritable', { path: archiveFolder }));
  }
}

/** The head comes last, so a hearing without one was never copied whole even once. */
function isCopiedHearing(place: string, name: string): boolean {
  return hearingIdOfFolder(name) !== null && recordNames.every((each) => existsSync(path.join(place, name, each)));
}

function exhibitFiles(hearingFolder: string): readonly string[] {
  const folder = path.join(hearingFolder, 'exhibits');
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join('exhibits', name)) : [];
}

async function copyRecord(from: string, to: string): Promise<number> {
  let lengthBytes = 0;
  for (const file of [...trackFiles(from), ...exhibitFiles(from), ...recordNames]) {
    const toByte = lengthOf(path.join(from, file));
    await copyBytes(path.join(from, file), path.join(to, file), { fromByte: 0, toByte }, noPace);
    lengthBytes += toByte;
  }
  return lengthBytes;
}
