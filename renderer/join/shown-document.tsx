import { useState, type ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import type { JoinLine } from '#line/join-line.ts';
import { ExhibitView } from '../ui/exhibit-view.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

type Exhibit = NonNullable<Extract<JoinPlace, { say: 'inside' }>['exhibit']>;

/** P36: the page of a document that the court shows, in step with the monitors of the hall. */
export function ShownDocument({ line, exhibit }: { line: JoinLine; exhibit: Exhibit }): ReactNode {
  const { t } = useWords();
  const [isLarge, setLarge] = useState(false);
  const [counted, setCounted] = useState({ sha256: '', pages: 0 });
  const { exhibitId, name, format, sha256, page } = exhibit;
  const pages = counted.sha256 === sha256 ? counted.pages : null;
  return (
    <figure className={styles['document']}>
      <div className={styles['paper']} data-large={isLarge}>
        <div>
          <ExhibitView
            exhibit={{ ...exhibit, url: `/v1/exhibits/${exhibitId}` }}
            page={page}
            onPages={(all) => setCounted({ sha256, pages: all })}
            // The token stands in a header, because what stands in an address stands in logs and histories.
            fetchFile={(url, signal) =>
              fetch(url, { signal, headers: { authorization: `Bearer ${line.token() ?? ''}` } })
            }
          />
        </div>
      </div>
      <figcaption>
        <span role="status">
          <b>{name === '' ? t('exhibits.unnamed') : name}</b>
          {format === 'pdf' && (
            <>
              <br />
              {pages === null
                ? t('exhibits.page', { page })
                : t('exhibits.pageOf', { page: Math.min(page, pages), pages })}
            </>
          )}
        </span>
        <button type="button" className={styles['answer']} aria-pressed={isLarge} onClick={() => setLarge(!isLarge)}>
          {t(isLarge ? 'join.documentSmaller' : 'join.documentLarger')}
        </button>
      </figcaption>
    </figure>
  );
}
