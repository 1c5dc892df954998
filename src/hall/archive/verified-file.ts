import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Verified } from '#domain/check/night-verification.ts';
import type { HearingId } from '#domain/ids.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

/** What was verified when, and what came of it. */
export type VerifiedRegister = Readonly<{
  all(): readonly Verified[];
  /** The newest word on this hearing. A disk that does not take it costs one more night's reading. */
  remember(verified: Verified): Promise<void>;
}>;

const registered = z.object({
  formatVersion: z.literal(1),
  verified: z.array(
    z.object({
      hearingId: z.string().transform((id) => id as HearingId),
      atMs: z.number(),
      isIntact: z.boolean(),
      places: z.int().min(0),
    }),
  ),
});
/** Older ones are verified no more by themselves. */
const most = 200;

/** An unreadable file is an empty register: what it said is found again by reading. */
export function openVerifiedRegister(file: string, log: Log): VerifiedRegister {
  let all: readonly Verified[] = [];
  try {
    all = registered.parse(JSON.parse(readFileSync(file, 'utf8'))).verified;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ cause: (error as Error).name }, 'verified-register-unreadable');
  }
  return {
    all: () => all,
    async remember(verified) {
      all = [verified, ...all.filter(({ hearingId }) => hearingId !== verified.hearingId)].slice(0, most);
      try {
        await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, verified: all }, null, 2)}\n`, 0o600);
      } catch (error) {
        log.warn({ code: (error as NodeJS.ErrnoException).code }, 'verified-register-unwritable');
      }
    },
  };
}
