import type { ReactNode } from 'react';
import type { JoinOver } from '#contract/join.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

const isFinal: readonly JoinOver[] = ['withdrawn', 'ended'];

/** Why the page is out, and what can be done. */
export function OverScreen({ line, why }: { line: JoinLine; why: JoinOver }): ReactNode {
  const { t, tt } = useWords();
  return (
    <div className={styles['column']} role="status">
      <h1>{tt(`join.over.${why}`)}</h1>
      <p>{tt(`join.overAbout.${why}`)}</p>
      {!isFinal.includes(why) && (
        <BigButton size="large" onPress={() => line.again()}>
          {t('join.again')}
        </BigButton>
      )}
    </div>
  );
}
