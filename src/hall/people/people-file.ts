import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { roles } from '#contract/call.ts';
import { person } from '#contract/papers.ts';
import { personId } from '#contract/values.ts';
import { fault } from '#domain/faults.ts';
import { refusePeople } from '#domain/people.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { secretHash, writeFileAtomically, type Log } from '../plumbing/index.ts';

const knownPerson = z
  .object({ person, pin: secretHash, wrongPins: z.int().nonnegative(), lastWrongMs: z.number() })
  .readonly();
const signedIn = z.object({ windowId: z.string(), role: z.enum(roles), personId, sinceMs: z.number() }).readonly();
const peoplePage = z
  .object({
    formatVersion: z.literal(1),
    people: z.array(knownPerson).readonly(),
    /** Oldest first. */
    signedIn: z.array(signedIn).readonly(),
  })
  .readonly();

export type KnownPerson = z.output<typeof knownPerson>;
export type PeoplePage = z.output<typeof peoplePage>;

const nobody: PeoplePage = { formatVersion: 1, people: [], signedIn: [] };

/** Nobody where there is no file; fails `people.file-broken` where there is one that cannot be trusted. */
export function readPeople(file: string, log: Log): Outcome<PeoplePage> {
  try {
    const page = peoplePage.parse(JSON.parse(readFileSync(file, 'utf8')));
    const isSound = page.people.length === 0 || refusePeople(page.people.map((each) => each.person)) === null;
    return isSound ? done(page) : failed(fault('people.file-broken', {}));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done(nobody);
    // The error itself may quote the file, and the log keeps no names and no hashes.
    log.error({ cause: (error as Error).name }, 'people-unreadable');
    return failed(fault('people.file-broken', {}));
  }
}

/** Fails `archive.unwritable`. */
export async function writePeople(file: string, page: PeoplePage, log: Log): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify(page, null, 2)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'people-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
