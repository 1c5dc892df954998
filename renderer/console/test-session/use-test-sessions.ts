import { useCallback, useEffect, useState } from 'react';
import type { TestSessionShown } from '#contract/test-session.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';

/** The test sessions of a hearing; null until they are known. */
export function useTestSessions(
  hall: HallClient,
  hearingId: HearingId,
): Readonly<{ sessions: readonly TestSessionShown[] | null; refresh(): void }> {
  const [sessions, setSessions] = useState<readonly TestSessionShown[] | null>(null);
  const refresh = useCallback(() => {
    void hall.ask('test-session.list', { hearingId }).then((outcome) => {
      if (outcome.ok) setSessions(outcome.value.sessions);
    });
  }, [hall, hearingId]);
  useEffect(refresh, [refresh]);
  return { sessions, refresh };
}
