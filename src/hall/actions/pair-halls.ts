import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

type PeerVerbs = Pick<
  Answerers,
  | 'peers.list'
  | 'peer.invite'
  | 'peer.join'
  | 'peer.introduce'
  | 'peer.read-introduction'
  | 'peer.trust-introduction'
  | 'peer.renew-key'
  | 'peer.remove'
>;

/** Which halls this one trusts: by a code, by a file, letting a hall go; and by which key they know this one. */
export function pairHalls({ peers, tellState }: Rooms): PeerVerbs {
  return {
    'peers.list': async () => done({ peers: [...peers.shown()], own: peers.ownKey() }),
    'peer.invite': async () => {
      const invited = peers.invite();
      tellState();
      return invited.ok ? done({ ...invited.value, hosts: [...invited.value.hosts] }) : invited;
    },
    'peer.join': async ({ host, port, code }) => {
      const joined = await peers.join({ host, port }, code);
      tellState();
      if (!joined.ok) return joined;
      const { id, court, hall } = joined.value;
      return done({ peerId: id, court, hall });
    },
    'peer.introduce': () => peers.introduce(),
    'peer.read-introduction': async ({ text }) => peers.readIntroduction(text),
    'peer.trust-introduction': async ({ text, controlNumber, address }) => {
      const trusted = await peers.trustIntroduction(text, controlNumber, address);
      tellState();
      return trusted.ok ? done({ peerId: trusted.value }) : trusted;
    },
    'peer.renew-key': async () => {
      const renewed = await peers.renewKey();
      tellState();
      return renewed.ok ? done({ own: renewed.value }) : renewed;
    },
    'peer.remove': async ({ peerId }) => {
      const removed = await peers.remove(peerId);
      tellState();
      return removed.ok ? done({}) : removed;
    },
  };
}
