import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.tsx';
import styles from './oral-order-tick.module.css';

/** The judge commands by voice; the secretary acts at once and ticks that it was so. */
export function OralOrderTick({ isTicked, onTick }: { isTicked: boolean; onTick(isTicked: boolean): void }): ReactNode {
  const { t } = useWords();
  return (
    <label className={styles['tick']}>
      <input type="checkbox" checked={isTicked} onChange={(event) => onTick(event.currentTarget.checked)} />
      <span>{t('hearing.byOralOrder')}</span>
    </label>
  );
}
