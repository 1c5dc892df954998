import type { ReactNode } from 'react';
import type { ShownReport } from '#contract/check-reports.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import { calledIn, type CheckReport } from '#domain/check/check-report.ts';
import { shortDate } from '../../ui/clock.ts';
import { useWords, type Words } from '../../ui/words.tsx';
import { Figures, VerdictMark, VerdictWords } from '../check/verdict-words.tsx';
import styles from './reports.module.css';

/** What a thing of a report is called: as it was called when it was checked. */
export function checkedName(
  { kind, subject }: Pick<CheckItem, 'kind' | 'subject'>,
  { names }: Pick<CheckReport, 'names'>,
  { tt }: Pick<Words, 'tt'>,
): string {
  const kindName = tt(`check.kinds.${kind}`);
  if (subject === '') return kindName;
  if (kind === 'monitor') return `${kindName}: ${tt(`monitors.names.${subject}`)}`;
  return `${kindName}: ${calledIn(names, subject, tt)}`;
}

/** Everything that a check looked at, what is not in order first. */
export function ReportItems({ shown: { report, since } }: { shown: Pick<ShownReport, 'report' | 'since'> }): ReactNode {
  const words = useWords();
  const worstFirst = (['bad', 'look', 'good'] as const).flatMap((verdict) =>
    report.items.filter((item) => item.verdict === verdict),
  );
  const sinceOf = ({ kind, subject, findings }: CheckItem): number | null => {
    const own = since.filter((each) => each.kind === kind && each.subject === subject);
    return own.find(({ finding }) => finding === findings[0])?.sinceMs ?? null;
  };
  return (
    <ul className={styles['items']}>
      {worstFirst.map((item) => {
        const sinceMs = sinceOf(item);
        return (
          <li key={`${item.kind} ${item.subject}`} className={styles['item']} data-verdict={item.verdict}>
            <VerdictMark item={item} />
            <div>
              <strong>{checkedName(item, report, words)}</strong>
              {sinceMs !== null && (
                <span className={styles['quiet']}> {words.t('reports.since', { date: shortDate(sinceMs) })}</span>
              )}
              <VerdictWords item={item} calledOf={(id) => calledIn(report.names, id, words.tt)} />
              <Figures item={item} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
