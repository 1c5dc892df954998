import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { renewalRules, wantedKeys } from '#domain/peers/renewal.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';
import { makeCertificate } from './certificate.ts';
import { identityFrom, type Identity } from './identity.ts';

/** The keys of this hall: the newest, and older ones that a hall which was away may still know it by. */
export type OwnKeys = Readonly<{
  newest(): Identity;
  /** The newest first. */
  all(): readonly Identity[];
  of(id: HallPeerId): Identity | undefined;
  /** Makes a new key; on disk when it resolves. Refuses `peer.renewals-waiting`; fails `archive.unwritable`. */
  renew(): Promise<Outcome<Identity>>;
  /** Lets go of keys that nobody needs (see `wantedKeys`). What cannot be written stays. */
  prune(knownBy: readonly HallPeerId[]): Promise<void>;
}>;

/** One key and its certificate after the other; a file of a hall that never renewed holds one pair. */
function readKeys(text: string): readonly [Identity, ...Identity[]] {
  const pairs = text.split(/(?=-----BEGIN PRIVATE KEY-----)/).filter((pem) => pem.trim() !== '');
  const [newest, ...older] = pairs.map(identityFrom);
  if (newest === undefined) throw new Error('no key');
  return [newest, ...older];
}

/**
 * Opens keys/hall-link.pem (keys and certificates, 0600) and makes it when this hall has never paired. With paired halls
 * a missing file fails `peer.identity-lost`: a new key would be a stranger to all of them, and nobody would know why.
 */
export async function openOwnKeys(
  keysFolder: string,
  { hasPairedHalls, nowMs, log }: Readonly<{ hasPairedHalls: boolean; nowMs(): number; log: Log }>,
): Promise<Outcome<OwnKeys>> {
  const file = path.join(keysFolder, 'hall-link.pem');
  // All of them stand in one file, so that a crash leaves the ring of keys as it was or as it is to be.
  const write = (keys: readonly Pick<Identity, 'key' | 'certificate'>[]): Promise<void> =>
    writeFileAtomically(file, keys.map(({ key, certificate }) => key + certificate).join(''), 0o600);
  let keys: readonly [Identity, ...Identity[]];
  try {
    if (!existsSync(file)) {
      if (hasPairedHalls) return failed(fault('peer.identity-lost', {}));
      mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
      await write([await makeCertificate(undefined, nowMs())]);
    }
    keys = readKeys(readFileSync(file, 'utf8'));
  } catch (error) {
    log.error({ err: error }, 'hall-link-key-unreadable');
    return failed(fault('peer.identity-lost', {}));
  }

  async function replace(next: readonly [Identity, ...Identity[]]): Promise<Outcome<void>> {
    try {
      await write(next);
    } catch (error) {
      log.error({ err: error }, 'hall-link-key-unwritable');
      return failed(fault('archive.unwritable', { path: file }));
    }
    keys = next;
    return done(undefined);
  }
  async function renew(): Promise<Outcome<Identity>> {
    if (keys.length >= renewalRules.mostKeys) return failed(fault('peer.renewals-waiting', {}));
    const made = await makeCertificate(undefined, nowMs());
    const newest = identityFrom(made.key + made.certificate);
    const replaced = await replace([newest, ...keys]);
    return replaced.ok ? done(newest) : replaced;
  }
  async function prune(knownBy: readonly HallPeerId[]): Promise<void> {
    const wanted = wantedKeys(keys, knownBy, nowMs());
    if (wanted >= keys.length) return;
    const [newest, ...older] = keys;
    log.info({ keys: keys.slice(wanted).map(({ id }) => id) }, 'hall-link-keys-let-go');
    await replace([newest, ...older.slice(0, wanted - 1)]);
  }

  // One after another, each from what the one before left.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  }
  return done({
    newest: () => keys[0],
    all: () => keys,
    of: (id) => keys.find((key) => key.id === id),
    renew: () => inTurn(renew),
    prune: (knownBy) => inTurn(() => prune(knownBy)),
  });
}
