import type { HallState } from '#contract/papers.ts';
import type { PartyId } from '#domain/ids.ts';
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

export function soundPlanOf({ participants, hallChannel }: Pick<HallState, 'participants' | 'hallChannel'>): SoundPlan {
  const idsOf = (some: HallState['participants']): ReadonlySet<PartyId> =>
    new Set<PartyId>(some.map(({ participantId }) => participantId));
  const interpreters = idsOf(participants.filter((each) => each.role === 'interpreter' && isInHearing(each)));
  return {
    muted: idsOf(participants.filter(({ isMuted }) => isMuted)),
    interpreters,
    channelOf: (id) => participants.find(({ participantId }) => participantId === id)?.channel ?? 'both',
    hall: hallChannel,
  };
}
