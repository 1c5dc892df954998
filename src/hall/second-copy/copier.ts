/*
 * The program that writes the second copy: `copier.ts ARCHIVE PLACE TAKEN-FILE KEYS`. A process of its own, because a
 * share that stopped answering holds whoever touches it, and that must not be the service. It says what it does in JSON
 * lines and ends when its stdin does.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { hearingIdOfFolder } from '#domain/journal/hearing-folder.ts';
import { keepHeapSmall, systemClock } from '../plumbing/index.ts';
import { copyPublicKeys, isOurPlace, isSameDisk } from './copy-place.ts';
import { troubleOf, type CopierSays } from './copy-talk.ts';
import { CopyDiffers, HearingCopy } from './hearing-copy.ts';

const passEveryMs = 2000;
/** Old hearings that are not copied yet wait behind the one that is held, and have this much of every pass. */
const oldHearingsMs = 1000;
/** So much a second is moved at most: many times what a hall records, and little for any disk. */
const mostBytesPerSecond = 24 * 1024 * 1024;

keepHeapSmall({ bytesPassThrough: true });
const [archiveFolder, place, takenFile, keysFolder] = process.argv.slice(2);
if (archiveFolder === undefined || place === undefined || takenFile === undefined || keysFolder === undefined)
  throw new Error('copier.ts wants ARCHIVE PLACE TAKEN-FILE KEYS');
process.stdin.on('end', () => process.exit(0)).resume();
process.stdout.on('error', () => process.exit(0));

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (said: CopierSays): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const pace = (movedBytes: number): Promise<void> => wait((movedBytes / mostBytesPerSecond) * 1000);

const copies = new Map<string, HearingCopy>();
/** When the journal of each hearing had last changed as it was found to be copied whole. */
const doneAt = new Map<string, number>();

/** Hearings by the time of their journals' last change: the one that is held comes first. */
function hearings(from: string): readonly Readonly<{ name: string; changed: number }>[] {
  return readdirSync(from)
    .filter((name) => hearingIdOfFolder(name) !== null)
    .map((name) => ({ name, changed: changedAt(path.join(from, name, 'journal.jsonl')) }))
    .sort((a, b) => b.changed - a.changed);
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function pass(from: string, to: string): Promise<CopierSays> {
  const startedUs = systemClock.monotonicUs();
  if (!(await isOurPlace(to, takenFile ?? ''))) return { is: 'trouble', what: 'gone', where: to };
  copyPublicKeys(keysFolder ?? '', to);
  let copiedBytes = 0;
  let verifiedSegments = 0;
  let differing: string | null = null;
  const all = hearings(from);
  const oldUntilMs = performance.now() + oldHearingsMs;
  for (const [index, { name, changed }] of all.entries()) {
    if (index > 0 && (doneAt.get(name) === changed || performance.now() > oldUntilMs)) continue;
    let copy = copies.get(name);
    if (copy === undefined)
      copies.set(name, (copy = new HearingCopy(path.join(from, name), path.join(to, name), pace)));
    try {
      const passed = await copy.pass();
      copiedBytes += passed.copiedBytes;
      verifiedSegments += passed.verifiedSegments;
      if (passed.copiedBytes === 0) doneAt.set(name, changed);
    } catch (error) {
      if (!(error instanceof CopyDiffers)) throw error;
      doneAt.set(name, changed);
      differing = error.file;
    }
  }
  const waiting = all.filter(({ name, changed }, index) => index > 0 && doneAt.get(name) !== changed).length;
  if (differing !== null) return { is: 'trouble', what: 'differs', where: differing };
  return { is: 'pass', startedUs, copiedBytes, verifiedSegments, waiting, isSameDisk: isSameDisk(from, to) };
}

for (;;) {
  const beganMs = performance.now();
  try {
    say(await pass(archiveFolder, place));
  } catch (error) {
    // Anything without a code of the system is a bug and ends this process; the service tells it and starts another.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    say({ is: 'trouble', what: troubleOf(error), where: place });
  }
  await wait(Math.max(200, passEveryMs - (performance.now() - beganMs)));
}
