import { X509Certificate } from 'node:crypto';
import type { KeyFrame } from '#contract/peer-link.ts';
import type { FaultKey } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import { newestPin, type PairedHall } from '#domain/peers/paired-hall.ts';
import { renewalText } from '#domain/peers/renewal.ts';
import type { Log } from '../plumbing/index.ts';
import { isInDate, keyIdOf, peerIdOf } from './certificate.ts';
import type { FingerprintGuard } from './fingerprint-guard.ts';
import { isSignedBy, type Identity } from './identity.ts';
import type { OwnKeys } from './own-keys.ts';
import type { PairedHalls } from './paired-halls.ts';

export type RenewalsOrder = Readonly<{
  keys: OwnKeys;
  paired: PairedHalls;
  guard: Pick<FingerprintGuard, 'runOf' | 'ownRun'>;
  isUp(peerId: HallPeerId): boolean;
  say(peerId: HallPeerId, frame: KeyFrame): void;
  /** While a call lasts no line is taken down for a key. */
  isCallOn(): boolean;
  nowMs(): number;
  /** Pins or the key that a hall knows have changed: takes them into force for listener and links. */
  refresh(): void;
  refused(peerId: HallPeerId, key: FaultKey, why: string): void;
  log: Log;
}>;

/** Brings a new key of this hall to the others, and takes theirs; decision 0020. */
export type Renewals = Readonly<{
  /** Makes a new key and tells it to every hall that is on the line; the others hear of it when they come. */
  renew(): Promise<Outcome<Identity>>;
  /** The link is up; `keyId`: by which of its keys the other hall came, `yourKey`: by which it knows us. */
  linkUp(peerId: HallPeerId, keyId: HallPeerId, yourKey: HallPeerId | undefined): void;
  linkDown(peerId: HallPeerId): void;
  received(peerId: HallPeerId, frame: KeyFrame): void;
  /** Tells what was put off, for example when a call has ended. */
  look(): void;
  /** What was heard so far is done. */
  settle(): Promise<void>;
}>;

export function createRenewals(order: RenewalsOrder): Renewals {
  const { keys, paired, guard, log, nowMs } = order;
  /** Halls that were told on this link, and which key. */
  const told = new Map<HallPeerId, HallPeerId>();

  function tell(hall: PairedHall): void {
    const newest = keys.newest();
    const old = keys.of(hall.ownKeyId);
    const run = guard.runOf(hall.id);
    if (old === undefined || run === null || hall.ownKeyId === newest.id || told.has(hall.id)) return;
    if (!order.isUp(hall.id) || order.isCallOn()) return;
    told.set(hall.id, newest.id);
    const { certificate } = newest;
    const text = renewalText({ from: hall.ownId, to: hall.id, run, oldKeyId: old.id, certificate });
    order.say(hall.id, { say: 'key.renewed', certificate, signature: old.sign(text), proof: newest.sign(text) });
  }
  const look = (): void => {
    for (const hall of paired.all()) tell(hall);
  };

  /** Whether this key of ours is newer than the one by which the hall was known to know us. */
  function isNewer(hall: PairedHall, ownKeyId: HallPeerId): boolean {
    const at = (id: HallPeerId): number => keys.all().findIndex((key) => key.id === id);
    return at(ownKeyId) >= 0 && (at(hall.ownKeyId) < 0 || at(ownKeyId) < at(hall.ownKeyId));
  }
  async function knowsUsBy(hall: PairedHall, ownKeyId: HallPeerId): Promise<void> {
    const saved = await paired.knowsUsBy(hall.id, ownKeyId);
    if (!saved.ok) return;
    log.info({ peerId: hall.id, ownKeyId }, 'peer-knows-new-key');
    await keys.prune(paired.all().map((each) => each.ownKeyId));
    // The line goes down and comes up with the new key, which takes the old one out of force over there.
    order.refresh();
  }

  /** Why a renewal is not believed; null for a good one. */
  function distrust(hall: PairedHall, frame: Extract<KeyFrame, { say: 'key.renewed' }>): string | null {
    const certificate = readCertificate(frame.certificate);
    // Written otherwise than Node writes it there may be more in it than the one certificate that is looked at.
    if (certificate?.toString() !== frame.certificate) return 'no certificate';
    const { publicKey } = certificate;
    if (publicKey.asymmetricKeyType !== 'ed25519' || !certificate.verify(publicKey)) return 'no own certificate';
    if (!isInDate(certificate, nowMs())) return 'certificate out of date';
    const newKeyId = peerIdOf(certificate);
    if (paired.byKey(newKeyId) !== undefined || keys.of(newKeyId) !== undefined) return 'a key that is known already';
    const pin = newestPin(hall);
    const text = renewalText({
      from: hall.id,
      to: hall.ownId,
      run: guard.ownRun,
      oldKeyId: keyIdOf(pin),
      certificate: frame.certificate,
    });
    if (!isSignedBy(pin, text, frame.signature)) return 'not by the old key';
    return isSignedBy(frame.certificate, text, frame.proof) ? null : 'not by the new key';
  }
  async function renewed(hall: PairedHall, frame: Extract<KeyFrame, { say: 'key.renewed' }>): Promise<void> {
    // Said again by a hall that did not hear the answer.
    if (frame.certificate === newestPin(hall)) {
      order.say(hall.id, { say: 'key.kept', keyId: keyIdOf(frame.certificate) });
      return;
    }
    const why = distrust(hall, frame);
    if (why !== null) {
      order.refused(hall.id, 'peer.renewal-refused', why);
      return;
    }
    const keyId = keyIdOf(frame.certificate);
    const saved = await paired.announce(hall.id, frame.certificate);
    if (!saved.ok) return;
    log.info({ peerId: hall.id, keyId }, 'peer-key-pinned');
    order.refresh();
    order.say(hall.id, { say: 'key.kept', keyId });
  }

  async function came(peerId: HallPeerId, keyId: HallPeerId, yourKey: HallPeerId | undefined): Promise<void> {
    const hall = paired.get(peerId);
    if (hall === undefined) return;
    if (hall.nextCertificate !== null && keyIdOf(hall.nextCertificate) === keyId) {
      const settled = await paired.settle(peerId);
      if (settled.ok) order.refresh();
    }
    if (yourKey !== undefined && isNewer(hall, yourKey)) await knowsUsBy(hall, yourKey);
    else tell(hall);
  }
  async function heard(peerId: HallPeerId, frame: KeyFrame): Promise<void> {
    const hall = paired.get(peerId);
    if (hall === undefined) return;
    if (frame.say === 'key.renewed') await renewed(hall, frame);
    // Only what this hall was told on this link may be confirmed.
    else if (told.get(peerId) !== frame.keyId) order.refused(peerId, 'peer.renewal-refused', 'a key that was not told');
    else if (isNewer(hall, frame.keyId)) await knowsUsBy(hall, frame.keyId);
  }
  // One word after another, each heard by what the one before left.
  let last: Promise<void> = Promise.resolve();
  function inTurn(act: () => Promise<void>): void {
    last = last.then(act);
  }

  return {
    look,
    async renew() {
      const renewed = await keys.renew();
      if (!renewed.ok) return renewed;
      log.info({ keyId: renewed.value.id }, 'hall-link-key-renewed');
      await keys.prune(paired.all().map(({ ownKeyId }) => ownKeyId));
      order.refresh();
      look();
      return renewed;
    },
    linkUp(peerId, keyId, yourKey) {
      told.delete(peerId);
      inTurn(() => came(peerId, keyId, yourKey));
    },
    linkDown: (peerId) => void told.delete(peerId),
    received: (peerId, frame) => inTurn(() => heard(peerId, frame)),
    settle: () => last,
  };
}

function readCertificate(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}
