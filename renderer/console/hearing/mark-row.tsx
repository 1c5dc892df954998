import type { ReactNode } from 'react';
import type { Mark } from '#contract/papers.ts';
import { clockTime } from '../../ui/clock.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './mark-row.module.css';
import { markWords } from './mark-words.ts';

/** One mark: a touch plays from it; taken back it stays, struck through. */
export function MarkRow({ mark, onPlay, onTakeBack }: { mark: Mark; onPlay(): void; onTakeBack?(): void }): ReactNode {
  const words = useWords();
  const { t } = words;
  return (
    <li className={styles['row']} data-taken-back={mark.takenBack}>
      <button type="button" className={styles['play']} onClick={onPlay} title={t('hearing.playFromMark')}>
        <span className={styles['time']}>{clockTime(mark.wallMs, true)}</span>
        <span className={styles['text']}>{markWords(words, mark)}</span>
        <span className={styles['sign']} aria-hidden>
          ▸
        </span>
      </button>
      {mark.takenBack ? (
        <span className={styles['gone']}>{t('hearing.takenBack')}</span>
      ) : (
        onTakeBack !== undefined && (
          <button
            type="button"
            className={styles['takeBack']}
            onClick={onTakeBack}
            title={t('hearing.takeBack')}
            aria-label={t('hearing.takeBack')}
          >
            ↶
          </button>
        )
      )}
    </li>
  );
}
