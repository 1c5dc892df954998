import { useEffect, useState } from 'react';
import type { HallState } from '#contract/papers.ts';

/** As much of the line to the hall as is needed to look at it. */
type HallVoice = Readonly<{
  on: (event: 'state.changed', listener: (state: HallState) => void) => () => void;
  onConnection: (listener: (isConnected: boolean) => void) => () => void;
}>;

/**
 * What the window knows of the hall. `isFresh` is false when the news is too old to say that anything is being
 * recorded; `isSilent` when it is time to tell the person so (a window that has just opened is given a moment).
 */
export type HallView = Readonly<{ state: HallState | null; isConnected: boolean; isFresh: boolean; isSilent: boolean }>;

/** The hall speaks every second; two missed words and a half are too many for a lamp. */
export const freshForMs = 2500;
const lookAgainMs = 250;

/** Follows the hall's state; grows stale by itself when the hall falls silent. */
export function useHallView(hall: HallVoice): HallView {
  const [heard, setHeard] = useState<{ state: HallState; atMs: number } | null>(null);
  const [isConnected, setConnected] = useState(false);
  const [startedAtMs] = useState(() => performance.now());
  const [nowMs, setNowMs] = useState(startedAtMs);

  useEffect(
    () =>
      hall.on('state.changed', (state) => {
        const atMs = performance.now();
        setHeard({ state, atMs });
        setNowMs(atMs);
      }),
    [hall],
  );
  useEffect(() => hall.onConnection(setConnected), [hall]);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), lookAgainMs);
    return () => clearInterval(timer);
  }, []);

  const isRecent = nowMs - (heard?.atMs ?? startedAtMs) <= freshForMs;
  return {
    state: heard?.state ?? null,
    isConnected,
    isFresh: isConnected && heard !== null && isRecent,
    isSilent: !isRecent || (heard !== null && !isConnected),
  };
}
