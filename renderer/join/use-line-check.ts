import { useCallback, useEffect, useRef, useState } from 'react';
import { pageConnections, type PageConnection } from '#domain/participants/page-line.ts';
import type { JoinLine } from '#line/join-line.ts';
import { measureLine } from '#line/measure-line.ts';

export type LineCheck = Readonly<{
  state: 'idle' | 'running' | 'waiting' | 'broken';
  measure(): void;
}>;

/** The page has just been drawn; what its own loading takes of the line is over by then. */
const firstMs = 1500;
/** A busy device is given another try by itself. */
const mostTries = 3;
/** Another page is being measured: that is over by then. */
const busyMs = 12_000;

/** What the browser says of how it is connected; most say nothing (Network Information API). */
function connectionNow(): PageConnection {
  const { connection } = navigator as Navigator & Readonly<{ connection?: Readonly<{ type?: string }> }>;
  return pageConnections.find((each) => each === connection?.type) ?? 'unknown';
}

/** P38: measures the page's line, the first time by itself where nobody is disturbed by it and nothing was measured yet. */
export function useLineCheck(line: JoinLine, isDue: boolean): LineCheck {
  const [state, setState] = useState<LineCheck['state']>('idle');
  const isBegun = useRef(false);
  const isLeft = useRef(false);

  const measure = useCallback(() => {
    const run = async (): Promise<void> => {
      for (let broken = 0; ;) {
        const token = line.token();
        if (token === null || isLeft.current) return;
        setState('running');
        const told = await measureLine({ address: `wss://${location.host}/v1/measure`, token });
        if (told.end !== 'busy') {
          const receive = told.end === 'counted' ? told.receive : null;
          line.act({ say: 'measured', receive, connection: connectionNow() });
          broken += receive === null ? 1 : 0;
          if (receive === null && broken < mostTries) continue;
          setState(receive === null ? 'broken' : 'idle');
          return;
        }
        setState('waiting');
        await new Promise((resolve) => setTimeout(resolve, busyMs * (1 + Math.random() / 2)));
      }
    };
    void run();
  }, [line]);

  useEffect(() => {
    if (!isDue || isBegun.current) return undefined;
    const timer = setTimeout(() => {
      isBegun.current = true;
      measure();
    }, firstMs);
    return () => clearTimeout(timer);
  }, [isDue, measure]);
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
    };
  }, []);
  return { state, measure };
}
