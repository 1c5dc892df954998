import { X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { certificateText, hostName, portNumber } from '#contract/peers.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import {
  controlNumber,
  introductionRules,
  introductionText,
  isInTime,
  whoDials,
  type Introduction,
} from '#domain/peers/introduction.ts';
import type { HallAddress, NewlyPaired } from '#domain/peers/paired-hall.ts';
import { writeFileAtomically } from '../plumbing/index.ts';
import { isInDate, peerIdOf } from './certificate.ts';
import type { IntroductionRead, WrittenIntroduction } from './door.ts';
import { isSignedBy } from './identity.ts';
import type { OwnKeys } from './own-keys.ts';
import type { PairedHalls } from './paired-halls.ts';
import type { HallName } from './pairing.ts';

const name = z.string().max(300);
const introductionFile = z
  .object({
    tarazyHall: z.literal(1),
    court: name,
    hall: name,
    certificate: certificateText,
    hosts: z.array(hostName).max(introductionRules.mostHosts).readonly(),
    port: portNumber.nullable(),
    madeAtMs: z.int().nonnegative(),
    signature: z.string().max(200),
  })
  .strict();

export type IntroductionsOrder = Readonly<{
  folder: string;
  keys: Pick<OwnKeys, 'newest' | 'of'>;
  paired: Pick<PairedHalls, 'all' | 'byKey'>;
  ownName(): HallName;
  /** Where other halls find this one now; null when they cannot. */
  found(): Readonly<{ hosts: readonly string[]; port: number }> | null;
  save(hall: NewlyPaired): Promise<Outcome<void>>;
  nowMs(): number;
}>;

/** Pairs halls whose people cannot telephone at the same moment: each takes in the other's file; decision 0014. */
export type Introductions = Readonly<{
  /** Writes this hall's file. Fails `archive.unwritable`. */
  write(): Promise<Outcome<WrittenIntroduction>>;
  /** What a file says, changing nothing. Refuses `peer.introduction-*`, `peer.itself`, `peer.already-paired`, `peer.no-address`. */
  read(text: string): Outcome<IntroductionRead>;
  /** Trusts the hall of this file when `controlNumber` is that of its key, as a person has compared it. */
  trust(text: string, compared: string, address: HallAddress | null): Promise<Outcome<HallPeerId>>;
}>;

type Checked = Readonly<{ introduction: Introduction; keyId: HallPeerId }>;

/** The file as it was signed by the key that it names, or why it is not that. */
function check(text: string, nowMs: number): Outcome<Checked> {
  const foreign = failed(fault('peer.introduction-foreign', {}));
  const altered = failed(fault('peer.introduction-altered', {}));
  if (Buffer.byteLength(text) > introductionRules.largestBytes) return foreign;
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return foreign;
  }
  const version = z.object({ tarazyHall: z.int() }).safeParse(said);
  if (!version.success) return foreign;
  if (version.data.tarazyHall > 1) return failed(fault('peer.introduction-newer', {}));
  const file = introductionFile.safeParse(said);
  if (!file.success) return altered;
  const { signature, ...introduction } = file.data;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(introduction.certificate);
  } catch {
    return altered;
  }
  const { publicKey } = certificate;
  const isOwn = publicKey.asymmetricKeyType === 'ed25519' && certificate.verify(publicKey);
  // Written otherwise than Node writes it there may be more in it than the one certificate that is looked at.
  if (!isOwn || certificate.toString() !== introduction.certificate) return altered;
  if (!isSignedBy(introduction.certificate, introductionText(introduction), signature)) return altered;
  if (!isInTime(introduction.madeAtMs, nowMs) || !isInDate(certificate, nowMs))
    return failed(fault('peer.introduction-old', {}));
  return done({ introduction, keyId: peerIdOf(certificate) });
}

export function createIntroductions(order: IntroductionsOrder): Introductions {
  const { keys, paired, nowMs } = order;

  function judge(text: string): Outcome<Checked & Readonly<{ dials: boolean }>> {
    const checked = check(text, nowMs());
    if (!checked.ok) return checked;
    const { introduction, keyId } = checked.value;
    if (keys.of(keyId) !== undefined) return failed(fault('peer.itself', {}));
    if (paired.byKey(keyId) !== undefined) return failed(fault('peer.already-paired', {}));
    const own = { id: keys.newest().id, isReachable: order.found() !== null };
    // A hall that had no network while it wrote names no host, and a person types one.
    const dialler = whoDials(own, { id: keyId, isReachable: introduction.port !== null });
    if (dialler === null) return failed(fault('peer.no-address', {}));
    return done({ introduction, keyId, dials: dialler === own.id });
  }

  return {
    async write() {
      const { id, certificate, sign } = keys.newest();
      const found = order.found();
      const named = order.ownName();
      const introduction: Introduction = {
        tarazyHall: 1,
        ...named,
        certificate,
        hosts: found?.hosts.slice(0, introductionRules.mostHosts) ?? [],
        port: found?.port ?? null,
        madeAtMs: nowMs(),
      };
      const signature = sign(introductionText(introduction));
      const file = path.join(order.folder, `${fileNameOf(named)}_${String(nowMs())}.tarazy-hall.json`);
      try {
        mkdirSync(order.folder, { recursive: true, mode: 0o700 });
        await writeFileAtomically(file, `${JSON.stringify({ ...introduction, signature }, null, 2)}\n`, 0o600);
      } catch (error) {
        // Only the file system throws here: a full, unplugged or missing disk.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        return failed(fault('archive.unwritable', { path: file }));
      }
      return done({ path: file, controlNumber: controlNumber(id), hosts: introduction.hosts, port: introduction.port });
    },
    read(text) {
      const judged = judge(text);
      if (!judged.ok) return judged;
      const { introduction, keyId, dials } = judged.value;
      const { court, hall, hosts, port, madeAtMs } = introduction;
      const isNameKnown = paired.all().some((each) => each.court === court && each.hall === hall);
      return done({ court, hall, hosts, port, madeAtMs, dials, isNameKnown, controlNumber: controlNumber(keyId) });
    },
    async trust(text, compared, address) {
      const judged = judge(text);
      if (!judged.ok) return judged;
      const { introduction, keyId, dials } = judged.value;
      if (compared !== controlNumber(keyId)) return failed(fault('peer.introduction-altered', {}));
      if (dials && address === null) return failed(fault('peer.no-address', {}));
      const { court, hall, certificate } = introduction;
      const ownId = keys.newest().id;
      const saved = await order.save({
        ...{ id: keyId, court, hall, certificate, ownId },
        address: dials ? address : null,
        pairedAtMs: nowMs(),
      });
      return saved.ok ? done(keyId) : saved;
    },
  };
}

/** Court and hall in letters that every file system takes. */
function fileNameOf({ court, hall }: HallName): string {
  const letters = `${court}-${hall}`.replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 60);
  return letters === '-' ? 'hall' : letters;
}
