import type { ReactNode } from 'react';
import type { Fault } from '#domain/faults.ts';
import type { Seat } from '#domain/seats.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './fault-line.module.css';

/** What was refused or failed, beside the button that asked; stays until it is dismissed. */
export function FaultLine({
  fault,
  seats = [],
  onDismiss,
}: {
  fault: Fault | null;
  /** Lets the words name a seat as the hall does. */
  seats?: readonly Seat[];
  onDismiss: () => void;
}): ReactNode {
  const { t, faultWords } = useWords();
  if (fault === null) return null;
  const { happened, todo, code } = faultWords(fault, seats);
  return (
    <div className={styles['fault']} role="alert">
      <span className={styles['sign']} aria-hidden>
        ▲
      </span>
      <p>
        <strong>{happened}</strong> {todo} <span className={styles['code']}>{code}</span>
      </p>
      <button type="button" onClick={onDismiss} aria-label={t('hearing.dismiss')}>
        ✕
      </button>
    </div>
  );
}
