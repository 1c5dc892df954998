import { useCallback, useEffect, useRef, useState } from 'react';
import type { Timeline } from '#contract/hall.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { useAsk } from '../hearing/use-ask.ts';

const lookAgainMs = 2000;

/** Addresses run out after long; a copy that is still lost so soon after new ones came is broken, not old. */
const reloadRestMs = 60_000;

type Loaded = Readonly<{ timeline: Timeline; edition: number }>;

/** The time line of a hearing; asked again while its playable copies are being made, and by `reload`. */
export function useTimeline(
  hall: HallClient,
  hearingId: HearingId,
): Readonly<{
  timeline: Timeline | null;
  fault: Fault | null;
  dismiss: () => void;
  /** Another number with all new addresses, so that what holds old ones can be made anew. */
  edition: number;
  reload: () => void;
}> {
  const { ask, fault, dismiss } = useAsk(hall);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [round, setRound] = useState(0);
  const reloadedAtMs = useRef(-Infinity);

  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      const outcome = await ask('record.timeline', { hearingId });
      if (isGone) return;
      if (outcome.ok)
        setLoaded((before) => ({
          timeline: outcome.value,
          edition: (before?.edition ?? 0) + (outcome.value.isPreparing ? 0 : 1),
        }));
      if (!outcome.ok || outcome.value.isPreparing) timer = setTimeout(() => void load(), lookAgainMs);
    };
    void load();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [ask, hearingId, round]);

  const reload = useCallback(() => {
    const nowMs = performance.now();
    if (nowMs - reloadedAtMs.current < reloadRestMs) return;
    reloadedAtMs.current = nowMs;
    setRound((before) => before + 1);
  }, []);
  return { timeline: loaded?.timeline ?? null, edition: loaded?.edition ?? 0, fault, dismiss, reload };
}
