import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ExhibitShown } from '#contract/exhibits.ts';
import styles from './exhibit-view.module.css';
import { PdfPage } from './pdf-page.tsx';
import { useWords } from './words.tsx';

type Source = Pick<ExhibitShown, 'exhibitId' | 'name' | 'format' | 'sha256' | 'url'>;
const noPages = (): void => {};

/** P36: one page of an exhibit, as large as its place. `onPages` is told how many there are. */
export function ExhibitView({
  exhibit,
  page,
  onPages = noPages,
}: {
  exhibit: Source;
  page: number;
  onPages?: (pages: number) => void;
}): ReactNode {
  const { t } = useWords();
  const file = useExhibitFile(exhibit);
  // Of these bytes, not of this place: the next exhibit is tried anew.
  const [unreadable, setUnreadable] = useState<string | null>(null);
  // Whoever listens is a new function at every painting, and no document is opened anew for that.
  const listener = useRef(onPages);
  useEffect(() => {
    listener.current = onPages;
  });
  const tellPages = useCallback((pages: number) => listener.current(pages), []);
  const { sha256, format } = exhibit;
  const giveUp = useCallback(() => setUnreadable(sha256), [sha256]);
  const name = exhibit.name === '' ? t('exhibits.unnamed') : exhibit.name;
  const isUnreadable = unreadable === sha256 || file === 'unreachable';
  return (
    <div className={styles['view']}>
      {isUnreadable || file === 'coming' ? (
        <p role="status">{t(isUnreadable ? 'exhibits.unreadable' : 'exhibits.loading')}</p>
      ) : format === 'pdf' ? (
        <PdfPage key={sha256} file={file} page={page} name={name} onPages={tellPages} onUnreadable={giveUp} />
      ) : (
        <Picture key={sha256} file={file} name={name} onPages={tellPages} onUnreadable={giveUp} />
      )}
    </div>
  );
}

/** The bytes from the hall, fetched once for as long as they are the same. */
function useExhibitFile({ sha256, url }: Source): Blob | 'coming' | 'unreachable' {
  const [got, setGot] = useState<Readonly<{ sha256: string; file: Blob | 'unreachable' }> | null>(null);
  const isHere = got?.sha256 === sha256 && got.file !== 'unreachable';
  useEffect(() => {
    if (isHere) return;
    const stop = new AbortController();
    const take = async (): Promise<void> => {
      const answer = await fetch(url, { signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      setGot({ sha256, file: await answer.blob() });
    };
    take().catch(() => {
      if (!stop.signal.aborted) setGot({ sha256, file: 'unreachable' });
    });
    return () => stop.abort();
  }, [isHere, sha256, url]);
  return got?.sha256 === sha256 ? got.file : 'coming';
}

function Picture({
  file,
  name,
  onPages,
  onUnreadable,
}: {
  file: Blob;
  name: string;
  onPages: (pages: number) => void;
  onUnreadable: () => void;
}): ReactNode {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(file);
    if (image.current !== null) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [file]);
  useEffect(() => onPages(1), [onPages]);
  return <img ref={image} alt={name} onError={onUnreadable} />;
}
