import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckItem, CheckKind } from '#domain/check/check-item.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';

/** What is tested: a seat by its id, or all that is of one kind. */
export type TestedItem = Readonly<{ kind: CheckKind; subject: string }>;

/** One test; no items where the hall had something more important to do. */
export type Round = Readonly<{ atMs: number; durationMs: number; items: readonly CheckItem[] }>;

export type Retest = Readonly<{
  rounds: readonly Round[];
  isRunning: boolean;
  /** A test that was begun is still on its way. */
  isTesting: boolean;
  fault: Fault | null;
  begin(tested: TestedItem): void;
  stop(): void;
}>;

/** Between two tests the devices are open for everybody again. */
const pauseMs = 2000;
const mostRounds = 120;

/** Tests one thing again and again until it is stopped, the screen is left or the hall refuses, as it does once a hearing opens. */
export function useRetest(hall: HallClient): Retest {
  const [rounds, setRounds] = useState<readonly Round[]>([]);
  const [isRunning, setRunning] = useState(false);
  const [isTesting, setTesting] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  /** Counts the loops, so that one that was stopped does not go on in the name of the next. */
  const loop = useRef(0);

  const stop = useCallback(() => {
    loop.current += 1;
    setRunning(false);
  }, []);
  useEffect(
    () => () => {
      loop.current += 1;
    },
    [],
  );
  const begin = useCallback(
    (tested: TestedItem) => {
      loop.current += 1;
      const own = loop.current;
      const isOver = (): boolean => loop.current !== own;
      const goOn = async (): Promise<void> => {
        while (!isOver()) {
          const atMs = Date.now();
          setTesting(true);
          const outcome = await hall.ask('check.item', tested);
          setTesting(false);
          if (isOver()) return;
          if (!outcome.ok) {
            setFault(outcome.fault);
            setRunning(false);
            return;
          }
          setRounds((before) => [...before, { atMs, ...outcome.value }].slice(-mostRounds));
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      };
      setRounds([]);
      setFault(null);
      setRunning(true);
      void goOn();
    },
    [hall],
  );
  return { rounds, isRunning, isTesting, fault, begin, stop };
}
