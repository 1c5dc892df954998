import { useCallback, useRef, useState } from 'react';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { Fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { HallClient } from '#line/hall-client.ts';

/** What was refused or failed stays to be read until it is dismissed or the next ask goes well. */
export type Asking = Readonly<{
  ask<V extends Verb>(verb: V, papers: Papers<V>): Promise<Outcome<Answer<V>>>;
  isAsking: boolean;
  fault: Fault | null;
  dismiss(): void;
}>;

/** Asks of one place of a screen, with the fault to show beside that place. */
export function useAsk(hall: HallClient): Asking {
  const [fault, setFault] = useState<Fault | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const underWay = useRef(0);

  const ask = useCallback(
    async <V extends Verb>(verb: V, papers: Papers<V>): Promise<Outcome<Answer<V>>> => {
      underWay.current += 1;
      setIsAsking(true);
      const outcome = await hall.ask(verb, papers);
      underWay.current -= 1;
      setIsAsking(underWay.current > 0);
      setFault(outcome.ok ? null : outcome.fault);
      return outcome;
    },
    [hall],
  );
  const dismiss = useCallback(() => setFault(null), []);
  return { ask, isAsking, fault, dismiss };
}
