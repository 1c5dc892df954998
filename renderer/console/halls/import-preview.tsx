import type { ReactNode } from 'react';
import type { ImportShown } from '#contract/directory.ts';
import { directoryColumns } from '#domain/directory/sheet.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './directory.module.css';

type Planned = ImportShown['planned'][number];

/** What a sheet would change, before anything is changed: every row that is not taken first, with its line and why. */
export function ImportPreview({ plan }: { plan: ImportShown }): ReactNode {
  const { t, tt } = useWords();
  const { counts, planned, bad, unknownColumns } = plan;
  return (
    <>
      <h2>{t('directory.importTitle')}</h2>
      <p role="status">
        {t('directory.importCounts', {
          added: counts.new,
          changed: counts.changed,
          same: counts.same,
          bad: counts.bad,
        })}
      </p>
      <p className={styles['quiet']}>{t('directory.nothingLost')}</p>
      {unknownColumns.length > 0 && (
        <p className={styles['warned']}>
          <ShapeMark shape="triangle" tone="look" />
          {t('directory.unknownColumns', { columns: unknownColumns.join(', ') })}
        </p>
      )}
      <ul className={styles['rows']} tabIndex={0} aria-label={t('directory.importTitle')}>
        {bad.map(({ line, reason, words }) => (
          <li key={`bad ${String(line)}`} className={styles['bad']}>
            <ShapeMark shape="cross" tone="bad" />
            <span>
              {t('directory.badLine', { line, reason: tt(`directory.bad.${reason}`) })}
              <span className={styles['was']}>{words}</span>
            </span>
          </li>
        ))}
        {planned.map((each) => (
          <PlannedRow key={each.lines.join()} planned={each} />
        ))}
        {counts.new + counts.changed > planned.length && (
          <li className={styles['quiet']}>
            {t('directory.andMore', { count: counts.new + counts.changed - planned.length })}
          </li>
        )}
      </ul>
    </>
  );
}

function PlannedRow({ planned: { lines, what, entry, was } }: { planned: Planned }): ReactNode {
  const { t, tt } = useWords();
  const said = (of: Planned['entry'], column: (typeof directoryColumns)[number]): string =>
    column === 'kind' ? tt(`directory.kind.${of.kind}`) : String(of[column] ?? '');
  const changed = directoryColumns.filter((column) => was === null || was[column] !== entry[column]);
  return (
    <li>
      <ShapeMark shape={what === 'new' ? 'tick' : 'dots'} tone={what === 'new' ? 'good' : 'look'} />
      <span>
        <strong>{hallName(entry, { t })}</strong> · {tt(`directory.${what}`)} ·{' '}
        {lines.length === 1
          ? t('directory.line', { line: lines.join() })
          : t('directory.lines', { lines: lines.join(', ') })}
        {changed
          .filter((column) => column !== 'court' && column !== 'hall' && said(entry, column) !== '')
          .map((column) => (
            <span key={column} className={styles['was']}>
              {tt(`directory.column.${column}`)}: {said(entry, column)}
              {was !== null && said(was, column) !== '' && ` (${t('directory.was', { was: said(was, column) })})`}
            </span>
          ))}
      </span>
    </li>
  );
}
