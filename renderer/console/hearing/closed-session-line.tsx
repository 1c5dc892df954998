import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.tsx';
import styles from './break-panel.module.css';

/** P6: said for as long as the session is closed, because nothing else on this screen looks different. */
export function ClosedSessionLine(): ReactNode {
  const { t } = useWords();
  return (
    <section className={styles['panel']} data-wide="false" role="status">
      <h2>{t('session.close')}</h2>
      <p className={styles['line']}>{t('session.goesOn')}</p>
    </section>
  );
}
