import type { HallState } from '#contract/papers.ts';
import { isParticipant, type PartyId } from '#domain/ids.ts';
import type { SoundChannel } from '#domain/participants/interpretation.ts';
import { isInHearing } from '#domain/participants/participant.ts';

/** Whom the hall has muted, who interprets, and what each page and the hall's own loudspeakers have chosen to hear. */
export type SoundPlan = Readonly<{
  muted: ReadonlySet<PartyId>;
  interpreters: ReadonlySet<PartyId>;
  channelOf(id: PartyId): SoundChannel;
  hall: SoundChannel;
}>;

export const plainSound: SoundPlan = {
  muted: new Set(),
  interpreters: new Set(),
  channelOf: () => 'both',
  hall: 'both',
};

type Heard = Pick<HallState, 'participants' | 'hallChannel' | 'monitors' | 'calls'>;

/** Of participants the state says who is muted, also where that was one order for all; halls are muted by that one only. */
export function soundPlanOf({ participants, hallChannel, monitors, calls }: Heard): SoundPlan {
  const idsOf = (some: HallState['participants']): ReadonlySet<PartyId> =>
    new Set<PartyId>(some.map(({ participantId }) => participantId));
  const interpreters = idsOf(participants.filter((each) => each.role === 'interpreter' && isInHearing(each)));
  const halls = calls.map(({ peerId }) => peerId).filter((id) => !isParticipant(id));
  return {
    muted: new Set([...idsOf(participants.filter(({ isMuted }) => isMuted)), ...(monitors.isMutedAll ? halls : [])]),
    interpreters,
    channelOf: (id) => participants.find(({ participantId }) => participantId === id)?.channel ?? 'both',
    hall: hallChannel,
  };
}
