import { useEffect, useRef } from 'react';
import type { JoinLine } from '#line/join-line.ts';
import type { PlaceCheck } from '#domain/participants/place-check.ts';

/** So often at most, because each of them is written into the hearing's journal. */
const leastBetweenMs = 5000;

/** P15.5: tells the hall, in a test session, what this page has found out of its place; the same is not told twice. */
export function useToldCheck(line: JoinLine, check: PlaceCheck | null): void {
  const told = useRef('');
  const toldAtMs = useRef(Number.NEGATIVE_INFINITY);
  const text = check === null ? '' : JSON.stringify(check);
  useEffect(() => {
    if (text === '' || text === told.current) return undefined;
    const tell = (): void => {
      if (!line.act({ say: 'checked', check: JSON.parse(text) as PlaceCheck })) return;
      told.current = text;
      toldAtMs.current = performance.now();
    };
    // A place is judged by some seconds of it: what is found at first may be over in the next moment.
    const timer = setTimeout(tell, Math.max(1500, toldAtMs.current + leastBetweenMs - performance.now()));
    return () => clearTimeout(timer);
  }, [line, text]);
}
