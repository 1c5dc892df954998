import type { ReactNode } from 'react';
import styles from './halls.module.css';

/** Thirty digits that two people compare, each group whole and large enough to be read out across a room. */
export function ControlNumber({ digits }: { digits: string }): ReactNode {
  return (
    <div className={styles['number']}>
      {digits.split(' ').map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </div>
  );
}
