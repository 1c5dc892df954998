import type { ReactNode } from 'react';
import type { Fault } from '#domain/faults.ts';
import type { Seat } from '#domain/seats.ts';
import styles from './fault-line.module.css';
import { ShapeMark } from './shape-mark.tsx';
import { useWords } from './words.tsx';

/** The answer to what a person asked for and the hall refused: what happened, what to do, the code for the telephone. */
export function FaultLine({
  fault,
  seats = [],
  onDismiss,
}: {
  /** Null shows nothing. */
  fault: Fault | null;
  /** Lets the words name a seat as the hall does. */
  seats?: readonly Seat[];
  /** Without it the line stays until the next answer. */
  onDismiss?: () => void;
}): ReactNode {
  const { t, faultWords } = useWords();
  if (fault === null) return null;
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
      {onDismiss !== undefined && (
        <button type="button" className={styles['dismiss']} onClick={onDismiss} aria-label={t('hearing.dismiss')}>
          <ShapeMark shape="cross" />
        </button>
      )}
    </div>
  );
}
