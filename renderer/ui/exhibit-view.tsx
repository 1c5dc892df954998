import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ExhibitShown } from '#contract/exhibits.ts';
import styles from './exhibit-view.module.css';
import { PdfPage } from './pdf-page.tsx';
import { useWords } from './words.tsx';

type Source = Pick<ExhibitShown, 'exhibitId' | 'name' | 'format' | 'lengthBytes' | 'sha256' | 'url'>;
/** How a window gets the bytes; a page adds its token. */
export type FetchFile = (url: string, signal: AbortSignal) => Promise<Response>;
const fetchPlain: FetchFile = (url, signal) => fetch(url, { signal });
const noPages = (): void => {};
const againMs = 3000;

/** P36: one page of an exhibit, as large as its place. `onPages` is told how many there are. */
export function ExhibitView({
  exhibit,
  page,
  onPages = noPages,
  fetchFile = fetchPlain,
}: {
  exhibit: Source;
  page: number;
  onPages?: (pages: number) => void;
  fetchFile?: FetchFile;
}): ReactNode {
  const { t } = useWords();
  const { file, gotShare } = useExhibitFile(exhibit, fetchFile);
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
        <div className={styles['coming']} role="status">
          <p>{t(isUnreadable ? 'exhibits.unreadable' : 'exhibits.loading')}</p>
          {!isUnreadable && gotShare > 0 && <progress value={gotShare} />}
        </div>
      ) : format === 'pdf' ? (
        <PdfPage key={sha256} file={file} page={page} name={name} onPages={tellPages} onUnreadable={giveUp} />
      ) : (
        <Picture key={sha256} file={file} name={name} onPages={tellPages} onUnreadable={giveUp} />
      )}
    </div>
  );
}

type Got = Readonly<{ sha256: string; file: Blob | 'unreachable' }>;
type ExhibitFile = Readonly<{ file: Blob | 'coming' | 'unreachable'; gotShare: number }>;

/** The bytes from the hall, fetched once for as long as they are the same, and tried again where they could not be. */
function useExhibitFile({ sha256, url, lengthBytes }: Source, fetchFile: FetchFile): ExhibitFile {
  const [got, setGot] = useState<Got | null>(null);
  const [came, setCame] = useState({ sha256: '', share: 0 });
  const [attempt, setAttempt] = useState(0);
  const isHere = got?.sha256 === sha256 && got.file !== 'unreachable';
  const how = useRef(fetchFile);
  useEffect(() => {
    how.current = fetchFile;
  });
  useEffect(() => {
    if (isHere) return;
    const stop = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const take = async (): Promise<void> => {
      const answer = await how.current(url, stop.signal);
      if (!answer.ok || answer.body === null) throw new Error(String(answer.status));
      const reader = answer.body.getReader();
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let gotBytes = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        parts.push(value);
        gotBytes += value.length;
        setCame({ sha256, share: gotBytes / lengthBytes });
      }
      if (gotBytes !== lengthBytes) throw new Error('cut short');
      setGot({ sha256, file: new Blob(parts) });
    };
    take().catch(() => {
      if (stop.signal.aborted) return;
      setGot({ sha256, file: 'unreachable' });
      again = setTimeout(() => setAttempt(attempt + 1), againMs);
    });
    return () => {
      clearTimeout(again);
      stop.abort();
    };
  }, [isHere, sha256, url, lengthBytes, attempt]);
  const file = got?.sha256 === sha256 ? got.file : 'coming';
  return { file, gotShare: came.sha256 === sha256 ? came.share : 0 };
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
