import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { brokenThing, incidentCause, incidentId } from '#contract/incident-papers.ts';
import { peerId } from '#contract/peers.ts';
import { fault } from '#domain/faults.ts';
import { addressees, courtSides, tellingWays } from '#domain/incidents/incident-entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { duties } from '#domain/people.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const said = {
  wallMs: z.number(),
  author: z.object({ role: z.enum([...duties, 'system']), name: z.string() }),
} as const;
const atUs = z.literal(0);
const text = z.string().max(300);
const inboxLine = z.discriminatedUnion('kind', [
  z.object({
    ...said,
    kind: z.literal('incident.opened'),
    body: z.object({
      ...{ atUs, incidentId, side: z.enum(courtSides), cause: incidentCause, thing: brokenThing, sinceMs: z.number() },
    }),
  }),
  z.object({
    ...said,
    kind: z.literal('incident.told'),
    body: z.object({
      atUs,
      incidentId,
      to: z.enum(addressees),
      name: text,
      way: z.enum(tellingWays),
      peerId: peerId.optional(),
    }),
  }),
  z.object({
    ...said,
    kind: z.literal('incident.estimated'),
    body: z.object({ atUs, incidentId, restoreByMs: z.number(), said: text }),
  }),
  z.object({
    ...said,
    kind: z.enum(['incident.restored', 'incident.not-restored']),
    body: z.object({ atUs, incidentId, note: text }),
  }),
]);
/** One line of the inbox: as an entry of a journal, without a chain. */
export type InboxLine = z.output<typeof inboxLine>;

const inboxFile = z.object({ formatVersion: z.literal(1), lines: z.array(inboxLine) });

/** No lines where there is no file; fails `incident.file-broken` where there is one that cannot be read. */
export function readInbox(file: string, log: Log): Outcome<readonly InboxLine[]> {
  try {
    return done(inboxFile.parse(JSON.parse(readFileSync(file, 'utf8'))).lines);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done([]);
    // The error itself may quote the file, and the log keeps no names.
    log.error({ cause: (error as Error).name }, 'inbox-unreadable');
    return failed(fault('incident.file-broken', {}));
  }
}

/** Fails `archive.unwritable`. */
export async function writeInbox(file: string, lines: readonly InboxLine[], log: Log): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, lines }, null, 1)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'inbox-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
