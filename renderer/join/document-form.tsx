import { useState, useSyncExternalStore, type ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import { pageDocumentRules } from '#domain/participants/page-document.ts';
import { BigButton } from '../ui/big-button.tsx';
import { FaultLine } from '../ui/fault-line.tsx';
import { FileButton } from '../ui/file-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { leftWords, sizeWords } from '../ui/size-words.ts';
import { useWords } from '../ui/words.tsx';
import type { Bringing, DocumentDesk } from './document-desk.ts';
import styles from './join.module.css';

type Inside = Extract<JoinPlace, { say: 'inside' }>;
const pictures = 'image/jpeg,image/png';

/** P36: a document is photographed or chosen and handed in; what the court says of each stands below. */
export function DocumentForm({ desk, documents }: { desk: DocumentDesk; documents: Inside['documents'] }): ReactNode {
  const { t } = useWords();
  const bringing = useSyncExternalStore(desk.subscribe, desk.now, desk.now);
  const [isOpen, setOpen] = useState(false);
  const isUnderWay = bringing?.state === 'going' || bringing?.state === 'paused';
  const bring = (file: File): void => {
    setOpen(false);
    desk.bring(file);
  };
  const isSheet = isOpen || bringing !== null || documents.length > 0;
  return (
    <section className={isSheet ? styles['sheet'] : styles['column']} aria-label={t('join.document')}>
      {!isOpen && !isUnderWay && (
        <BigButton size="large" onPress={() => setOpen(true)}>
          {t('join.document')}
        </BigButton>
      )}
      {isOpen && (
        <>
          <p>{t('join.documentAbout', { mostMb: pageDocumentRules.mostBytes / 1024 / 1024 })}</p>
          <div className={styles['choices']}>
            <FileButton accept={pictures} isCamera onChosen={bring}>
              {t('join.documentPhoto')}
            </FileButton>
            <FileButton accept={`application/pdf,${pictures}`} onChosen={bring}>
              {t('join.documentFile')}
            </FileButton>
            <BigButton size="large" onPress={() => setOpen(false)}>
              {t('join.cancel')}
            </BigButton>
          </div>
        </>
      )}
      {bringing !== null && <Progress desk={desk} bringing={bringing} />}
      {documents.length > 0 && (
        <ul className={styles['handedIn']}>
          {documents.map(({ exhibitId, name, stage }) => (
            <li key={exhibitId}>
              <ShapeMark
                shape={stage === 'taken' ? 'tick' : stage === 'waiting' ? 'dots' : 'cross'}
                tone={stage === 'taken' ? 'good' : 'quiet'}
              />
              <span>
                <b>{name === '' ? t('exhibits.unnamed') : name}</b>
                <br />
                {t(
                  stage === 'taken'
                    ? 'join.documentTaken'
                    : stage === 'waiting'
                      ? 'join.documentWaiting'
                      : 'join.documentRefused',
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Progress({ desk, bringing }: { desk: DocumentDesk; bringing: Bringing }): ReactNode {
  const words = useWords();
  const { t } = words;
  const { name, lengthBytes, gotBytes, remainingMs, state, fault } = bringing;
  const percent = Math.floor((gotBytes / Math.max(1, lengthBytes)) * 100);
  // The list below says the rest of one that has arrived.
  if (state === 'done') return null;
  if (state === 'failed')
    return (
      <>
        <p>{t('join.documentFailed', { name })}</p>
        <FaultLine fault={fault} />
      </>
    );
  return (
    <div className={styles['column']} role="status">
      <p>
        {t('join.documentGoing', { name, size: sizeWords(lengthBytes, words), percent })}
        {remainingMs !== null && ` ${t('join.documentLeft', { left: leftWords(remainingMs, words) })}`}
      </p>
      <progress className={styles['progress']} value={gotBytes} max={lengthBytes} />
      {state === 'paused' && <p className={styles['look']}>{t('join.documentPaused')}</p>}
      <BigButton size="large" onPress={() => desk.stop()}>
        {t('join.documentStop')}
      </BigButton>
    </div>
  );
}
