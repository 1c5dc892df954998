import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { hostName, peerId, portNumber } from '#contract/peers.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';
import { peerIdOf } from './certificate.ts';

const pairedHall = z
  .object({
    id: peerId,
    court: z.string(),
    hall: z.string(),
    certificate: z.string(),
    address: z.object({ host: hostName, port: portNumber }).readonly().nullable(),
    pairedAtMs: z.number(),
  })
  .readonly()
  // A certificate under another hall's id would let that hall in under a false name.
  .refine(({ id, certificate }) => peerIdOf(new X509Certificate(certificate)) === id);
const peersFile = z.object({ formatVersion: z.literal(1), halls: z.array(pairedHall) });

/** The halls that this one trusts, as they stand in peers.json. */
export type PairedHalls = Readonly<{
  all(): readonly PairedHall[];
  get(id: HallPeerId): PairedHall | undefined;
  /** On disk when it resolves; replaces what was known of this hall. Fails `archive.unwritable`. */
  save(hall: PairedHall): Promise<Outcome<void>>;
  /** A hall that is known says its new name; one that was let go meanwhile stays away. */
  rename(id: HallPeerId, name: Pick<PairedHall, 'court' | 'hall'>): Promise<Outcome<void>>;
  remove(id: HallPeerId): Promise<Outcome<void>>;
}>;

/** Fails `archive.unwritable` for a file that is there and cannot be read: halls that were trusted are never forgotten silently. */
export function openPairedHalls(file: string, log: Log): Outcome<PairedHalls> {
  let halls: ReadonlyMap<HallPeerId, PairedHall> = new Map();
  try {
    const read = peersFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    halls = new Map(read.halls.map((hall) => [hall.id, hall]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.error({ err: error }, 'peers-unreadable');
      return failed(fault('archive.unwritable', { path: file }));
    }
  }
  type Halls = ReadonlyMap<HallPeerId, PairedHall>;
  async function write(change: (halls: Halls) => Halls): Promise<Outcome<void>> {
    const next = change(halls);
    if (next === halls) return done(undefined);
    try {
      const text = JSON.stringify({ formatVersion: 1, halls: [...next.values()] }, null, 2);
      await writeFileAtomically(file, `${text}\n`, 0o600);
    } catch (error) {
      log.error({ err: error }, 'peers-unwritable');
      return failed(fault('archive.unwritable', { path: file }));
    }
    halls = next;
    return done(undefined);
  }
  // One after another, each from what the one before left: two at once would bring back a hall that was just let go.
  let queue: Promise<unknown> = Promise.resolve();
  function change(how: (halls: Halls) => Halls): Promise<Outcome<void>> {
    const written = queue.then(() => write(how));
    queue = written;
    return written;
  }
  return done({
    all: () => [...halls.values()],
    get: (id) => halls.get(id),
    save: (hall) => change((now) => new Map(now).set(hall.id, hall)),
    rename: (id, name) =>
      change((now) => {
        const known = now.get(id);
        return known === undefined ? now : new Map(now).set(id, { ...known, ...name });
      }),
    remove: (id) => change((now) => new Map([...now].filter(([each]) => each !== id))),
  });
}
