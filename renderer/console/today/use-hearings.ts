import { useCallback, useEffect, useState } from 'react';
import type { HearingSummary } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import { dayAround } from '../../ui/clock.ts';

const againMs = 10_000;
const waitForTypingMs = 250;
const yearMs = 366 * 86_400_000;

export type Hearings = Readonly<{
  /** Null until the first answer. */
  hearings: readonly HearingSummary[] | null;
  fault: Fault | null;
  refresh: () => void;
}>;

/** The hearings of today by time; with a text to look for, those of the years around it that contain it, newest first. */
export function useHearings(hall: HallClient, text: string): Hearings {
  const [answer, setAnswer] = useState<Omit<Hearings, 'refresh'>>({ hearings: null, fault: null });
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<void> => {
      const nowMs = Date.now();
      const range = text === '' ? dayAround(nowMs) : { fromMs: 0, toMs: nowMs + yearMs };
      const outcome = await hall.ask('hearings.list', { ...range, text });
      if (!isWanted) return;
      if (!outcome.ok) {
        setAnswer((before) => ({ hearings: before.hearings, fault: outcome.fault }));
        return;
      }
      const order = text === '' ? 1 : -1;
      setAnswer({
        hearings: outcome.value.hearings.toSorted((a, b) => order * (a.card.plannedAtMs - b.card.plannedAtMs)),
        fault: null,
      });
    };
    const first = setTimeout(() => void look(), waitForTypingMs);
    const again = setInterval(() => void look(), againMs);
    return () => {
      isWanted = false;
      clearTimeout(first);
      clearInterval(again);
    };
  }, [hall, text, turn]);
  useEffect(
    () =>
      hall.onConnection((isConnected) => {
        if (isConnected) refresh();
      }),
    [hall, refresh],
  );

  return { ...answer, refresh };
}
