import { useEffect, useState } from 'react';

const tickMs = 250;

/** Whole seconds that are left of a wait, counted down; `start` begins one. */
export function useSecondsLeft(): readonly [secondsLeft: number, start: (seconds: number) => void] {
  const [endsAtMs, setEndsAtMs] = useState(0);
  const [nowMs, setNowMs] = useState(0);
  const isOver = nowMs >= endsAtMs;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNowMs(performance.now()), tickMs);
    return () => clearInterval(timer);
  }, [isOver]);
  const start = (seconds: number): void => {
    const startedAtMs = performance.now();
    setNowMs(startedAtMs);
    setEndsAtMs(startedAtMs + seconds * 1000);
  };
  return [isOver ? 0 : Math.ceil((endsAtMs - nowMs) / 1000), start];
}
