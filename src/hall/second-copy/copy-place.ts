import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../plumbing/index.ts';

const markName = 'tarazy-second-copy.json';
const keysName = 'keys';
const publicKeyPattern = /^[0-9a-f]{64}[.]pub[.]pem$/;

/** Which place the hall took as its second one; lies in the hall's own folder. */
type Taken = Readonly<{ folder: string; placeId: string }>;

/**
 * Whether the place is the one that was taken. A share that fell off leaves an empty folder on the main disk, and
 * copying on into that would fill the very disk that the record needs. A place named for the first time is taken.
 */
export async function isOurPlace(folder: string, takenFile: string): Promise<boolean> {
  const taken = readJson(takenFile) as Taken | null;
  const found = (readJson(path.join(folder, markName)) as Pick<Taken, 'placeId'> | null)?.placeId ?? null;
  if (taken?.folder === folder) return found === taken.placeId;
  if (!existsSync(folder)) return false;
  const placeId = found ?? randomUUID();
  if (found === null) await writeFileAtomically(path.join(folder, markName), `${JSON.stringify({ placeId })}\n`);
  await writeFileAtomically(takenFile, `${JSON.stringify({ folder, placeId } satisfies Taken)}\n`);
  return true;
}

/** Whether both folders lie on one disk. */
export function isSameDisk(one: string, other: string): boolean {
  try {
    return statSync(one).dev === statSync(other).dev;
  } catch {
    return false;
  }
}

/** Lays the hall's public keys beside the records: without them nobody could check a head when this PC is lost. */
export function copyPublicKeys(keysFolder: string, place: string): void {
  takePublicKeys(keysFolder, path.join(place, keysName));
}

/** Takes the public keys that lie in a copy; one that is known already stays. Gives their ids. */
export function takeKeysOfCopy(place: string, keysFolder: string): readonly string[] {
  return takePublicKeys(path.join(place, keysName), keysFolder);
}

function takePublicKeys(from: string, to: string): readonly string[] {
  if (!existsSync(from)) return [];
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const names = readdirSync(from).filter((name) => publicKeyPattern.test(name));
  for (const name of names)
    if (!existsSync(path.join(to, name))) copyFileSync(path.join(from, name), path.join(to, name));
  return names.map((name) => name.slice(0, 64));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
