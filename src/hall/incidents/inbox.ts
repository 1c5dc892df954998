import { isOver } from '#domain/incidents/incident.ts';
import {
  foldIncidents,
  noIncidents,
  type IncidentsSeen,
  type SaidOfIncidents,
} from '#domain/incidents/incidents-seen.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, type Outcome } from '#domain/outcome.ts';
import type { Clock, Log } from '../plumbing/index.ts';
import { readInbox, writeInbox, type InboxLine } from './inbox-file.ts';

/** What may be noted of an incident that belongs to no hearing: no court decides of it. */
export type InboxNote = Readonly<Pick<InboxLine, 'kind' | 'body'>>;

export type Inbox = Readonly<{
  /** Fails `incident.file-broken` when there is a file that cannot be read: nothing is noted then. */
  opened: Outcome<void>;
  seen(): IncidentsSeen;
  /** On the disk when it resolves. Fails `incident.file-broken`, `archive.unwritable`. */
  note(author: Author, note: InboxNote): Promise<Outcome<void>>;
}>;

/** What is over is kept for so long. */
const keptMs = 90 * 24 * 3_600_000;

function folded(lines: readonly InboxLine[]): IncidentsSeen {
  return lines.reduce((seen, line) => foldIncidents(seen, line as SaidOfIncidents), noIncidents);
}

export function openInbox({
  file,
  clock,
  log,
}: Readonly<{ file: string; clock: Pick<Clock, 'wallMs'>; log: Log }>): Inbox {
  const read = readInbox(file, log);
  let lines: readonly InboxLine[] = read.ok ? read.value : [];
  let seen = folded(lines);

  // One after another, each from what the one before left.
  let last: Promise<unknown> = Promise.resolve();

  async function keep(author: Author, note: InboxNote): Promise<Outcome<void>> {
    if (!read.ok) return read;
    const nowMs = clock.wallMs();
    const line = { ...note, author, wallMs: nowMs } as InboxLine;
    const old = new Set<string>(
      seen.list.filter((each) => isOver(each) && nowMs - each.openedAtMs > keptMs).map((each) => each.incidentId),
    );
    const next = [...lines.filter(({ body }) => !old.has(body.incidentId)), line];
    const written = await writeInbox(file, next, log);
    if (written.ok) {
      lines = next;
      seen = folded(next);
    }
    return written;
  }

  return {
    opened: read.ok ? done(undefined) : read,
    seen: () => seen,
    note(author, note) {
      const result = last.then(() => keep(author, note));
      last = result.catch(() => undefined);
      return result;
    },
  };
}
