import type { ParticipantId } from '#domain/ids.ts';
import type { Invited } from './door.ts';

/** Every act and every coming in is written into the journal and on the disk: a participant gets so many. */
const most = { burst: 20, perSecond: 0.5 } as const;

/** Whether this participant may act now; each time it is asked is one act. `nowMs` is any clock in ms. */
export function allowActs(nowMs: () => number): (whom: Invited) => boolean {
  const allowances = new Map<ParticipantId, Readonly<{ left: number; atMs: number }>>();
  return ({ participantId }) => {
    const now = nowMs();
    const { left, atMs } = allowances.get(participantId) ?? { left: most.burst, atMs: now };
    const grown = Math.min(most.burst, left + ((now - atMs) / 1000) * most.perSecond);
    allowances.set(participantId, { left: grown < 1 ? grown : grown - 1, atMs: now });
    return grown >= 1;
  };
}
