import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { hostName, peerId, portNumber } from '#contract/peers.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { newestPin, newlyPaired, pinsOf, type NewlyPaired, type PairedHall } from '#domain/peers/paired-hall.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';
import { keyIdOf } from './certificate.ts';

/** What a hall stands with that was paired before keys could be renewed; filled in as soon as our own key is known. */
const notTold = '' as HallPeerId;
const pairedHall = z
  .object({
    id: peerId,
    court: z.string(),
    hall: z.string(),
    certificate: z.string(),
    nextCertificate: z.string().nullable().default(null),
    renewals: z.int().nonnegative().default(0),
    address: z.object({ host: hostName, port: portNumber }).readonly().nullable(),
    pairedAtMs: z.number(),
    ownId: peerId.default(notTold),
    ownKeyId: peerId.default(notTold),
  })
  .readonly()
  // A certificate under another hall's id would let that hall in under a false name.
  .refine(({ id, certificate, renewals }) => renewals > 0 || keyIdOf(certificate) === id);
const peersFile = z.object({ formatVersion: z.literal(1), halls: z.array(pairedHall) });

type Halls = ReadonlyMap<HallPeerId, PairedHall>;

/** The halls that this one trusts, as they stand in peers.json. What changes them is on disk when it resolves, or fails `archive.unwritable`. */
export type PairedHalls = Readonly<{
  all(): readonly PairedHall[];
  get(id: HallPeerId): PairedHall | undefined;
  /** The hall that has pinned this key here, and whether it is the newest of its keys. */
  byKey(keyId: HallPeerId): Readonly<{ hall: PairedHall; isNewest: boolean }> | undefined;
  /** Takes the place of whatever was known by the same id or key. */
  save(hall: NewlyPaired): Promise<Outcome<void>>;
  /** A hall that is known says its new name; one that was let go meanwhile stays away. */
  rename(id: HallPeerId, name: Pick<PairedHall, 'court' | 'hall'>): Promise<Outcome<void>>;
  /** This hall will come with another key: both are good until it has been met with the new one. */
  announce(id: HallPeerId, nextCertificate: string): Promise<Outcome<void>>;
  /** It was met with its newest key: the one before is worth nothing from now on. */
  settle(id: HallPeerId): Promise<Outcome<void>>;
  /** The newest key of ours that this hall has pinned. */
  knowsUsBy(id: HallPeerId, ownKeyId: HallPeerId): Promise<Outcome<void>>;
  /** Halls that were paired before keys could be renewed know us by the one key that there was. */
  fillIn(ownId: HallPeerId): Promise<Outcome<void>>;
  remove(id: HallPeerId): Promise<Outcome<void>>;
}>;

function keysOf(halls: Halls): ReadonlyMap<HallPeerId, HallPeerId> {
  const pairs = [...halls.values()].flatMap((hall) => pinsOf(hall).map((pin) => [keyIdOf(pin), hall.id] as const));
  const keys = new Map(pairs);
  if (keys.size !== pairs.length) throw new Error('one key for two halls');
  return keys;
}

/** Fails `archive.unwritable` for a file that is there and cannot be read: halls that were trusted are never forgotten silently. */
export function openPairedHalls(file: string, log: Log): Outcome<PairedHalls> {
  let halls: Halls = new Map();
  let keys = keysOf(halls);
  try {
    const read = peersFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    halls = new Map(read.halls.map((hall) => [hall.id, hall]));
    keys = keysOf(halls);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.error({ err: error }, 'peers-unreadable');
      return failed(fault('archive.unwritable', { path: file }));
    }
  }
  async function write(change: (halls: Halls) => Halls): Promise<Outcome<void>> {
    const next = change(halls);
    if (next === halls) return done(undefined);
    const nextKeys = keysOf(next);
    try {
      const text = JSON.stringify({ formatVersion: 1, halls: [...next.values()] }, null, 2);
      await writeFileAtomically(file, `${text}\n`, 0o600);
    } catch (error) {
      log.error({ err: error }, 'peers-unwritable');
      return failed(fault('archive.unwritable', { path: file }));
    }
    halls = next;
    keys = nextKeys;
    return done(undefined);
  }
  // One after another, each from what the one before left: two at once would bring back a hall that was just let go.
  let queue: Promise<unknown> = Promise.resolve();
  function change(how: (halls: Halls) => Halls): Promise<Outcome<void>> {
    const written = queue.then(() => write(how));
    queue = written.catch(() => undefined);
    return written;
  }
  /** Of a hall that is known; one that was let go meanwhile stays away. */
  const changeOne = (id: HallPeerId, how: (hall: PairedHall) => PairedHall): Promise<Outcome<void>> =>
    change((now) => {
      const known = now.get(id);
      return known === undefined ? now : new Map(now).set(id, how(known));
    });
  return done({
    all: () => [...halls.values()],
    get: (id) => halls.get(id),
    byKey(keyId) {
      const hall = halls.get(keys.get(keyId) ?? notTold);
      return hall && { hall, isNewest: keyIdOf(newestPin(hall)) === keyId };
    },
    save: (hall) =>
      change((now) => {
        const keyId = keyIdOf(hall.certificate);
        const others = [...now].filter(([, each]) => !pinsOf(each).some((pin) => keyIdOf(pin) === keyId));
        return new Map(others).set(hall.id, newlyPaired(hall));
      }),
    rename: (id, name) => changeOne(id, (known) => ({ ...known, ...name })),
    announce: (id, nextCertificate) =>
      changeOne(id, (known) => ({
        ...known,
        // Only its newest key announces another one, so whatever was before that is over.
        certificate: newestPin(known),
        nextCertificate,
        renewals: known.renewals + 1,
      })),
    settle: (id) => changeOne(id, (known) => ({ ...known, certificate: newestPin(known), nextCertificate: null })),
    knowsUsBy: (id, ownKeyId) => changeOne(id, (known) => ({ ...known, ownKeyId })),
    fillIn: (ownId) =>
      change((now) => {
        if ([...now.values()].every((hall) => hall.ownId !== notTold)) return now;
        const filled = [...now.values()].map((hall) =>
          hall.ownId === notTold ? { ...hall, ownId, ownKeyId: ownId } : hall,
        );
        return new Map(filled.map((hall) => [hall.id, hall]));
      }),
    remove: (id) => change((now) => new Map([...now].filter(([each]) => each !== id))),
  });
}
