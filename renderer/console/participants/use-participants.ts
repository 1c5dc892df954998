import { useCallback, useEffect, useState } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { ParticipantShown } from '#contract/participants.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';

const lookMs = 2000;

export type ParticipantsHere = Readonly<{
  participants: readonly ParticipantShown[];
  isRoomOpen: boolean;
  /** The hearing is on the screens: then people can be let in. */
  isOnScreen: boolean;
  refresh(): void;
}>;

/** The participants of a hearing: by the hall's state while it is on the screens, else asked for now and then. */
export function useParticipants(hall: HallClient, state: HallState, hearingId: HearingId): ParticipantsHere {
  const isOnScreen = state.hearing?.hearingId === hearingId;
  const [asked, setAsked] = useState<readonly ParticipantShown[]>([]);
  const refresh = useCallback(() => {
    void hall.ask('participant.list', { hearingId }).then((outcome) => {
      if (outcome.ok) setAsked(outcome.value.participants);
    });
  }, [hall, hearingId]);
  useEffect(() => {
    if (isOnScreen) return undefined;
    refresh();
    const timer = setInterval(refresh, lookMs);
    return () => clearInterval(timer);
  }, [isOnScreen, refresh]);
  return {
    participants: isOnScreen ? state.participants : asked,
    isRoomOpen: state.isRoomOpen,
    isOnScreen,
    refresh,
  };
}
