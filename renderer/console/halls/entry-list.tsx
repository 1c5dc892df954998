import type { ReactNode } from 'react';
import type { DirectoryList } from '#contract/directory.ts';
import type { DirectoryEntry } from '#domain/directory/entry.ts';
import { hallName } from '../../ui/hall-name.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './directory.module.css';

/** Entries by court and hall, each with its address; the chosen one stands out. */
export function EntryList({
  list,
  isSearching,
  chosen,
  onChoose,
}: {
  list: DirectoryList | null;
  isSearching: boolean;
  chosen: DirectoryEntry | null;
  onChoose: (entry: DirectoryEntry) => void;
}): ReactNode {
  const { t, tt } = useWords();
  if (list === null) return null;
  const { entries, found } = list;
  if (entries.length === 0)
    return <p className={styles['quiet']}>{isSearching ? t('directory.notFound') : t('directory.none')}</p>;
  return (
    <ul className={styles['list']}>
      {entries.map((entry) => {
        const { entryId, kind, host, port, support } = entry;
        const address = port === null ? host : `${host}:${String(port)}`;
        return (
          <li key={entryId}>
            <button
              type="button"
              className={styles['entry']}
              aria-current={entryId === chosen?.entryId}
              onClick={() => onChoose(entry)}
            >
              <strong>{hallName(entry, { t })}</strong>
              <span className={styles['quiet']}>
                {tt(`directory.kind.${kind}`)} · {host === '' ? t('directory.noAddress') : address}
                {support !== '' && ` · ${support}`}
              </span>
            </button>
          </li>
        );
      })}
      {found > entries.length && (
        <li className={styles['quiet']}>{t('directory.more', { shown: entries.length, found })}</li>
      )}
    </ul>
  );
}
