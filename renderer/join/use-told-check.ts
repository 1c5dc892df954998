import { useEffect, useRef } from 'react';
import type { JoinLine } from '#line/join-line.ts';
import type { PlaceCheck } from '#domain/participants/place-check.ts';

const lookEveryMs = 1500;
/** So often at most, because each of them is written into the hearing's journal. */
const leastBetweenMs = 5000;

/** P15.5: tells the hall, in a test session, what this page has found out of its place; the same is not told twice. */
export function useToldCheck(line: JoinLine, check: PlaceCheck | null): void {
  const newest = useRef(check);
  useEffect(() => {
    newest.current = check;
  }, [check]);
  useEffect(() => {
    let told = '';
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const timer = setInterval(() => {
      const found = newest.current;
      const text = JSON.stringify(found);
      if (found === null || text === told || performance.now() - toldAtMs < leastBetweenMs) return;
      if (!line.act({ say: 'checked', check: found })) return;
      told = text;
      toldAtMs = performance.now();
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [line]);
}
