import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyFrame } from '#contract/peer-link.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { renewalText } from '#domain/peers/renewal.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';
import type { BesiegedCourt } from './besieged-court.ts';
import { forgePapers, forMs } from './forged-papers.ts';
import { linkAs, pairAs, wait } from './hostile-hall.ts';

const hourMs = 3_600_000;
const settleMs = 400;

type Renewal = Readonly<{ by: Identity; next: Identity; proof: Identity; run: string; to: HallPeerId }>;

/** Paired halls that announce a key falsely: the pin of none changes, and each stands in the journal. */
export async function renewFalsely(court: BesiegedCourt, known: Identity): Promise<void> {
  const [stranger, fresh] = [await forgePapers(forMs(hourMs)), await forgePapers(forMs(hourMs))];
  const old = await forgePapers({ notBefore: new Date(0), notAfter: new Date(Date.now() - hourMs) });
  const lies: Readonly<Record<string, Partial<Renewal>>> = {
    'renewal that a stranger signed': { by: stranger },
    'renewal for another run of the service': { run: '0'.repeat(32) },
    'renewal for another hall': { to: known.id },
    'renewal to a key that nobody has': { proof: stranger },
    'renewal to the key of another paired hall': { next: known, proof: known },
    'renewal to a certificate that is over': { next: old, proof: old },
  };
  for (const [name, lie] of Object.entries(lies)) {
    const liar = await forgePapers(forMs(hourMs));
    const link = await linkAs(liar, await pairAs(liar, court), court.port);
    const pinOf = (): string | undefined => {
      const file = readFileSync(path.join(court.home, 'peers.json'), 'utf8');
      const { halls } = JSON.parse(file) as { halls: { id: string; certificate: string; nextCertificate: null }[] };
      const pinned = halls.find(({ id }) => id === liar.id);
      return pinned && JSON.stringify([pinned.certificate, pinned.nextCertificate]);
    };
    const before = pinOf();
    await court.under(
      name,
      { code: 'LNK-122', inLog: ({ peerId }) => peerId === liar.id, inJournal: liar.id },
      async () => {
        const run = link.guard.runOf(link.to.id) ?? '';
        const said: Renewal = { by: liar, next: fresh, proof: lie.next ?? fresh, run, to: link.to.id, ...lie };
        const { certificate } = said.next;
        const text = renewalText({ from: liar.id, to: said.to, run: said.run, oldKeyId: liar.id, certificate });
        const frame: KeyFrame = {
          say: 'key.renewed',
          certificate,
          signature: said.by.sign(text),
          proof: said.proof.sign(text),
        };
        link.say(frame);
        await wait(settleMs);
        const isKept = link.heard.some(({ say }) => say === 'key.kept');
        return { isRefused: !isKept && pinOf() === before };
      },
    );
    link.close();
  }
}
