import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { hearingId } from '#contract/values.ts';
import { participantId } from '#contract/participants.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { secretHash, writeFileAtomically, type Log } from '../plumbing/index.ts';

const invitation = z
  .object({
    hearingId,
    participantId,
    /** SHA-256 of the link's secret, hex; the secret itself is 144 random bits and stands nowhere. */
    linkHash: z.string().regex(/^[0-9a-f]{64}$/),
    word: secretHash,
    wrongWords: z.int().nonnegative(),
    lastWrongMs: z.number(),
  })
  .readonly();
const invitationsPage = z.object({ formatVersion: z.literal(1), invitations: z.array(invitation).readonly() });

export type Invitation = z.output<typeof invitation>;

/** None where there is no file; fails `participant.file-broken` where there is one that cannot be read. */
export function readInvitations(file: string, log: Log): Outcome<readonly Invitation[]> {
  try {
    return done(invitationsPage.parse(JSON.parse(readFileSync(file, 'utf8'))).invitations);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done([]);
    // The error itself may quote the file.
    log.error({ cause: (error as Error).name }, 'participants-unreadable');
    return failed(fault('participant.file-broken', {}));
  }
}

/** Fails `archive.unwritable`. */
export async function writeInvitations(
  file: string,
  invitations: readonly Invitation[],
  log: Log,
): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, invitations }, null, 2)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'participants-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
