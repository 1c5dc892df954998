import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

type PeerVerbs = Pick<Answerers, 'peers.list' | 'peer.invite' | 'peer.join' | 'peer.remove'>;

/** Which halls this one trusts: showing a code, joining by one, letting a hall go. */
export function pairHalls({ peers, tellState }: Rooms): PeerVerbs {
  return {
    'peers.list': async () => done({ peers: [...peers.shown()] }),
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
    'peer.remove': async ({ peerId }) => {
      const removed = await peers.remove(peerId);
      tellState();
      return removed.ok ? done({}) : removed;
    },
  };
}
