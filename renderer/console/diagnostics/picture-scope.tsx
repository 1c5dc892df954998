import { useEffect, useRef, type ReactNode } from 'react';
import { useCopyPicture } from '../../ui/previews.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './diagnostics.module.css';
import { drawLuma, drawPace } from './draw-picture.ts';
import { Figure, Plot } from './plot.tsx';
import { usePictureScope } from './use-picture-scope.ts';

const muchShare = 0.3;

/** A live camera with the brightness of its picture and its pace. */
export function PictureScope({ stream, name }: { stream: MediaStream | null; name: string }): ReactNode {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
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
  const sight = usePictureScope(video, stream);
  const percent = (share: number): string => t('diagnostics.percent', { value: (share * 100).toFixed(1) });
  return (
    <div className={styles['plots']} data-of="camera">
      <section className={styles['plot']}>
        <h2>{t('diagnostics.picture.title')}</h2>
        <video ref={video} autoPlay muted playsInline aria-label={name} className={styles['picture']} />
        {sight !== null && (
          <dl className={styles['figures']}>
            <Figure
              name={t('diagnostics.picture.size')}
              value={`${String(sight.widthPx)} × ${String(sight.heightPx)}`}
            />
            <Figure name={t('diagnostics.picture.detail')} value={sight.sharpness.detail.toFixed(0)} />
            <Figure name={t('diagnostics.picture.noise')} value={sight.sharpness.noise.toFixed(2)} />
          </dl>
        )}
      </section>
      {sight === null ? (
        <p className={styles['hint']}>{t('diagnostics.noPicture')}</p>
      ) : (
        <>
          <Plot
            title={t('diagnostics.luma.title')}
            label={t('diagnostics.luma.label', { name })}
            draw={(paper) => drawLuma(paper, sight)}
          >
            <Figure name={t('diagnostics.luma.mean')} value={sight.luma.mean.toFixed(0)} />
            <Figure name={t('diagnostics.luma.spread')} value={String(sight.luma.spread)} />
            <Figure
              name={t('diagnostics.luma.dark')}
              value={percent(sight.luma.darkShare)}
              isBad={sight.luma.darkShare > muchShare}
            />
            <Figure
              name={t('diagnostics.luma.bright')}
              value={percent(sight.luma.brightShare)}
              isBad={sight.luma.brightShare > muchShare}
            />
          </Plot>
          <Plot
            title={t('diagnostics.pace.title')}
            label={t('diagnostics.pace.label', { name })}
            draw={(paper) => drawPace(paper, sight)}
          >
            <Figure name={t('diagnostics.pace.mean')} value={sight.meanFps.toFixed(1)} />
            <Figure name={t('diagnostics.pace.slowest')} value={sight.slowestFps.toFixed(1)} />
          </Plot>
        </>
      )}
    </div>
  );
}
