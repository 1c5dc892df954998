import { useCallback, useEffect, useState } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { Person } from '#domain/people.ts';
import type { HallClient } from '#line/hall-client.ts';

/** The people of the hall and who is signed in at this window. Nobody in the list is a hall without sign-in. */
export type PeopleHere = Readonly<{ people: readonly Person[]; signedIn: Person | null; refresh: () => void }>;

/** The 12 hours of a person end without a word from the hall. */
const askAgainMs = 30_000;

/** Null until the hall has answered for the first time. */
export function usePeople(hall: HallClient, isConnected: boolean): PeopleHere | null {
  const [known, setKnown] = useState<Omit<PeopleHere, 'refresh'> | null>(null);
  const refresh = useCallback(() => {
    void hall.ask('people.list', {}).then((outcome) => {
      if (outcome.ok) setKnown(outcome.value);
    });
  }, [hall]);
  useEffect(() => {
    if (!isConnected) return;
    refresh();
    const timer = setInterval(refresh, askAgainMs);
    return () => clearInterval(timer);
  }, [isConnected, refresh]);
  return known && { ...known, refresh };
}

/** Whether a hearing is being held: then nothing may stand between the secretary and its screen. */
export function isHeld(state: Pick<HallState, 'hearing'>): boolean {
  switch (state.hearing?.phase) {
    case 'open':
    case 'break':
    case 'technical-break':
    case 'deliberation':
      return true;
    case undefined:
    case 'planned':
    case 'checked':
    case 'ended':
      return false;
  }
}
