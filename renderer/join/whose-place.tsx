import type { ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

/** Which hall this is, and as whom one is here. */
export function WhosePlace({ told }: { told: JoinPlace }): ReactNode {
  const { t, tt } = useWords();
  return (
    <div className={styles['whose']}>
      {told.court !== '' && <span>{t('join.place', { court: told.court, hall: told.hall })}</span>}
      <strong>{told.name}</strong>
      <span className={styles['quiet']}>{tt(`participants.roles.${told.role}`)}</span>
    </div>
  );
}
