import { useEffect, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { monitorNames, type MonitorName } from '#contract/shell.ts';
import styles from './monitor-sign.module.css';
import { useWords } from './words.tsx';

/** The number under which a monitor is told in set-up. */
export function monitorNo(monitor: MonitorName): number {
  return monitorNames.indexOf(monitor) + 1;
}

/** Says in letters that are read from the other end of a hall which monitor this is, while set-up asks for it. */
export function MonitorSign({ monitor, state }: { monitor: MonitorName; state: HallState | null }): ReactNode {
  const { tt } = useWords();
  const untilMs = state?.monitors.namedUntilMs ?? null;
  const [overAtMs, setOverAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (untilMs === null) return undefined;
    const timer = setTimeout(() => setOverAtMs(untilMs), Math.max(0, untilMs - Date.now()));
    return () => clearTimeout(timer);
  }, [untilMs]);
  if (untilMs === null || overAtMs === untilMs) return null;
  return (
    <div className={styles['sign']} role="status">
      <b>{monitorNo(monitor)}</b>
      {tt(`monitors.names.${monitor}`)}
    </div>
  );
}
