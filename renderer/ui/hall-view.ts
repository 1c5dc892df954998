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

/** Follows the hall's state; grows stale by itself when the hall falls silent. */
export function useHallView(hall: HallVoice): HallView {
  const [state, setState] = useState<HallState | null>(null);
  const [isConnected, setConnected] = useState(false);
  const [isRecent, setRecent] = useState(true);

  useEffect(() => {
    let silence: ReturnType<typeof setTimeout>;
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => setRecent(false), freshForMs);
    };
    listen();
    const off = hall.on('state.changed', (next) => {
      setState(next);
      setRecent(true);
      listen();
    });
    return () => {
      clearTimeout(silence);
      off();
    };
  }, [hall]);
  useEffect(() => hall.onConnection(setConnected), [hall]);

  return {
    state,
    isConnected,
    isFresh: isConnected && state !== null && isRecent,
    isSilent: !isRecent || (state !== null && !isConnected),
  };
}
