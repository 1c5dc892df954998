import type { ReactNode } from 'react';
import type { ReportRow } from '#contract/check-reports.ts';
import type { ReportId } from '#domain/ids.ts';
import { clockTime, shortDate } from '../../ui/clock.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './reports.module.css';

function markOf({ passed, counts }: ReportRow): ReactNode {
  if (!passed) return <ShapeMark shape="cross" tone="bad" />;
  return counts.look > 0 ? <ShapeMark shape="triangle" tone="look" /> : <ShapeMark shape="tick" tone="good" />;
}

/** Every check that is kept, the newest first: when, why, with what verdict, and which one is the hall's sample. */
export function ReportList({
  reports,
  chosenId,
  onChoose,
}: Readonly<{
  reports: readonly ReportRow[];
  chosenId: ReportId | null;
  onChoose: (reportId: ReportId) => void;
}>): ReactNode {
  const { t, tt } = useWords();
  return (
    <ul className={styles['list']}>
      {reports.map((row) => (
        <li key={row.reportId}>
          <button
            type="button"
            className={styles['row']}
            aria-current={row.reportId === chosenId}
            onClick={() => onChoose(row.reportId)}
          >
            {markOf(row)}
            <span>
              <strong>
                {shortDate(row.startedAtMs)} {clockTime(row.startedAtMs)}
              </strong>
              {row.isAccepted && <em className={styles['sample']}>{t('reports.sample')}</em>}
              <span className={styles['about']}>
                {[
                  tt(`reports.reason.${row.reason}`),
                  row.caseNumber ?? '',
                  row.isPartial ? t('reports.partial') : '',
                  row.by.name,
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </span>
            <span className={styles['verdict']}>
              {t(row.passed ? 'reports.passed' : 'reports.failed')}
              {row.counts.bad + row.counts.look > 0 && (
                <span className={styles['about']}>
                  {t('reports.counts', { bad: row.counts.bad, look: row.counts.look })}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
