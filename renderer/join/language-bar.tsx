import type { ReactNode } from 'react';
import { languages, useWords } from '../ui/words.tsx';
import styles from './join.module.css';

/** L9: three languages of equal rank, switched at once. */
export function LanguageBar(): ReactNode {
  const { t, tt, language, setLanguage } = useWords();
  return (
    <div className={styles['languages']} role="group" aria-label={t('strip.language')}>
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          className={styles['language']}
          aria-pressed={each === language}
          onClick={() => setLanguage(each)}
        >
          {tt(`language.${each}`)}
        </button>
      ))}
    </div>
  );
}
