import { useEffect, useRef, type ReactNode } from 'react';
import styles from './level-meter.module.css';
import { peakDbfs, toShare } from './levels.ts';
import { sharedSound } from './shared-sound.ts';
import { useWords } from './words.tsx';

const everyMs = 50;
const holdPeakMs = 1200;

/** Level of a live microphone at 20 pictures a second with peak-hold; grey while there is no fresh sound to measure. */
export function LevelMeter({
  stream,
  name,
  onLevel,
}: {
  stream: MediaStream | null;
  name: string;
  /** Peak of each look, dBFS; for "say a word into this microphone". */
  onLevel?: (dbfs: number) => void;
}): ReactNode {
  const { t } = useWords();
  const meter = useRef<HTMLDivElement>(null);
  const tell = useRef(onLevel);
  useEffect(() => {
    tell.current = onLevel;
  });
  useEffect(() => {
    const element = meter.current;
    if (element === null || stream === null || stream.getAudioTracks().length === 0) return;
    const context = sharedSound();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = { share: 0, atMs: 0 };
    const timer = setInterval(() => {
      const isLive = context.state === 'running' && stream.active;
      element.dataset['old'] = String(!isLive);
      if (!isLive) return;
      analyser.getFloatTimeDomainData(samples);
      const dbfs = peakDbfs(samples);
      tell.current?.(dbfs);
      const share = toShare(dbfs);
      const nowMs = performance.now();
      if (share >= peak.share || nowMs - peak.atMs > holdPeakMs) peak = { share, atMs: nowMs };
      element.style.setProperty('--level', `${share * 100}%`);
      element.style.setProperty('--peak', `${peak.share * 100}%`);
    }, everyMs);
    return () => {
      clearInterval(timer);
      source.disconnect();
      element.dataset['old'] = 'true';
    };
  }, [stream]);
  return (
    <div className={styles['meter']} ref={meter} data-old="true" role="img" aria-label={t('preview.level', { name })}>
      <div className={styles['zones']} />
      <div className={styles['peak']} />
    </div>
  );
}
