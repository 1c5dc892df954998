import { useEffect, useRef, type ReactNode } from 'react';
import styles from './camera-view.module.css';
import type { Preview } from './preview-keeper.ts';
import { useCopyPicture } from './previews.tsx';
import { ShapeMark } from './shape-mark.tsx';
import { useWords } from './words.tsx';

/** A live local picture, never with sound; a still card with words where there is none. */
export function CameraView({ preview, name }: { preview: Preview; name?: string }): ReactNode {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const { stream, hasFailed } = preview;
  const copy = useCopyPicture();
  useEffect(() => {
    const element = video.current;
    const [camera] = stream?.getVideoTracks() ?? [];
    if (element === null || camera === undefined) return undefined;
    const copied = copy(camera);
    element.srcObject = new MediaStream([copied.track]);
    return () => {
      element.srcObject = null;
      copied.stop();
    };
  }, [stream, copy]);
  return (
    <div className={styles['view']}>
      <video ref={video} autoPlay muted playsInline aria-label={name} hidden={stream === null} />
      {stream === null && (
        <div className={styles['absent']}>
          <ShapeMark shape={hasFailed ? 'cross' : 'ring'} />
          <span>{hasFailed ? t('preview.failed') : t('preview.none')}</span>
        </div>
      )}
      {name !== undefined && <span className={styles['name']}>{name}</span>}
    </div>
  );
}
