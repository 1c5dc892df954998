import { useCallback, useEffect, useRef } from 'react';

/**
 * The state comes once a second; a press of a key is worth more than that. Returns a reader of the present moment
 * on the hearing's line, µs, carried on from the newest state by this page's clock.
 */
export function useHearingClock(nowUs: number): () => number {
  const anchor = useRef({ nowUs, setAtMs: 0 });
  useEffect(() => {
    anchor.current = { nowUs, setAtMs: performance.now() };
  }, [nowUs]);
  return useCallback(() => Math.round(anchor.current.nowUs + (performance.now() - anchor.current.setAtMs) * 1000), []);
}
