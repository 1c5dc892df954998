import type { ReactNode } from 'react';
import type { Fault } from '#domain/faults.ts';
import type { Seat } from '#domain/seats.ts';
import styles from './fault-line.module.css';
import { ShapeMark } from './shape-mark.tsx';
import { useWords } from './words.tsx';

/** The answer to what a person asked for and the hall refused: what happened, what to do, the code for the telephone. */
export function FaultLine({ fault, seats = [] }: { fault: Fault; seats?: readonly Seat[] }): ReactNode {
  const { t, faultWords } = useWords();
  const { happened, todo, code } = faultWords(fault, seats);
  return (
    <div className={styles['line']} role="alert">
      <ShapeMark shape="triangle" />
      <div className={styles['words']}>
        <div className={styles['happened']}>
          {happened}
          <span className={styles['code']}>{t('strip.code', { code })}</span>
        </div>
        <div>{todo}</div>
      </div>
    </div>
  );
}
