import { useCallback, useEffect, useState } from 'react';
import type { DirectoryList } from '#contract/directory.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';

const waitForTypingMs = 250;

export type DirectoryHere = Readonly<{
  /** Null until the first answer. */
  list: DirectoryList | null;
  fault: Fault | null;
  refresh: () => void;
}>;

/** The entries of the directory that have these words in them, by court and hall. */
export function useDirectory(hall: HallClient, text: string): DirectoryHere {
  const [answer, setAnswer] = useState<Omit<DirectoryHere, 'refresh'>>({ list: null, fault: null });
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    // An answer to words that were typed over meanwhile is dropped.
    let isWanted = true;
    const pause = setTimeout(() => {
      void hall.ask('directory.list', { text }).then((outcome) => {
        if (!isWanted) return;
        setAnswer((before) =>
          outcome.ok ? { list: outcome.value, fault: null } : { list: before.list, fault: outcome.fault },
        );
      });
    }, waitForTypingMs);
    return () => {
      isWanted = false;
      clearTimeout(pause);
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
