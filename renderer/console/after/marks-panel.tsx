import type { ReactNode } from 'react';
import type { Mark } from '#contract/papers.ts';
import { useWords } from '../../ui/words.tsx';
import { MarkRow } from '../hearing/mark-row.tsx';
import type { Player } from './player.ts';
import styles from './side-panel.module.css';

/** Marks and notes in the order of the hearing; a touch goes there. */
export function MarksPanel({ marks, player }: { marks: readonly Mark[]; player: Player }): ReactNode {
  const { t } = useWords();
  if (marks.length === 0) return <p className={styles['section']}>{t('hearing.noMarks')}</p>;
  return (
    <ol className={styles['marks']}>
      {marks
        .toSorted((a, b) => a.atUs - b.atUs)
        .map((mark) => (
          <MarkRow key={mark.markId} mark={mark} onPlay={() => player.seek(mark.atUs)} />
        ))}
    </ol>
  );
}
