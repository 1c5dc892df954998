import { useEffect, type ReactNode } from 'react';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

/** P16.3: the court calls everybody now. A telephone shakes once, because it may lie on a table. */
export function CourtCalls(): ReactNode {
  const { t } = useWords();
  useEffect(() => {
    // Not every browser can; TypeScript believes that each does.
    if ('vibrate' in navigator) navigator.vibrate([300, 150, 300]);
  }, []);
  return (
    <div className={styles['asked']} role="alert">
      <h1>
        <ShapeMark shape="triangle" tone="look" /> {t('join.called')}
      </h1>
      <p>{t('join.calledAbout')}</p>
    </div>
  );
}
