import { useState, type ReactNode } from 'react';
import type { OpenHearing } from '#contract/papers.ts';
import { BigButton } from '../ui/big-button.tsx';
import { ExhibitView } from '../ui/exhibit-view.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './identity-request.module.css';

/** P36: a document that waits for the judge's word, leafed through on the bench alone. */
export function HandedInView({ document }: { document: OpenHearing['handedIn'][number] }): ReactNode {
  const { t } = useWords();
  const [page, setPage] = useState(1);
  const [pages, setPages] = useState(1);
  return (
    <div className={styles['leaf']}>
      <ExhibitView exhibit={document} page={page} onPages={setPages} />
      {pages > 1 && (
        <div className={styles['turn']}>
          <BigButton label={t('exhibits.previous')} isDisabled={page <= 1} onPress={() => setPage(page - 1)}>
            ◀
          </BigButton>
          <span role="status">{t('exhibits.pageOf', { page, pages })}</span>
          <BigButton label={t('exhibits.next')} isDisabled={page >= pages} onPress={() => setPage(page + 1)}>
            ▶
          </BigButton>
        </div>
      )}
    </div>
  );
}
