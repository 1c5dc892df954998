import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { Fault } from '#domain/faults.ts';
import type { ReportId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';

export type Reports = Readonly<{
  /** Null until the first answer. */
  list: Answer<'check-report.list'> | null;
  fault: Fault | null;
  refresh(): void;
}>;

/** The reports that are kept; asked anew whenever a check has left another one. */
export function useReports(hall: HallClient, newestId: ReportId | null): Reports {
  const [answer, setAnswer] = useState<Omit<Reports, 'refresh'>>({ list: null, fault: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = true;
    void hall.ask('check-report.list', {}).then((outcome) => {
      if (!isWanted) return;
      setAnswer((before) =>
        outcome.ok ? { list: outcome.value, fault: null } : { list: before.list, fault: outcome.fault },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [hall, newestId, turn]);
  return { ...answer, refresh: useCallback(() => setTurn((before) => before + 1), []) };
}

/** One report whole; null until it is there. */
export function useReport(hall: HallClient, reportId: ReportId | null): Answer<'check-report.show'> | null {
  const [shown, setShown] = useState<Answer<'check-report.show'> | null>(null);
  useEffect(() => {
    let isWanted = true;
    if (reportId !== null)
      void hall.ask('check-report.show', { reportId }).then((outcome) => {
        if (isWanted && outcome.ok) setShown(outcome.value);
      });
    return () => {
      isWanted = false;
    };
  }, [hall, reportId]);
  return shown?.report.reportId === reportId ? shown : null;
}
