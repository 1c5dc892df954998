import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { BigButton } from '../ui/big-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';
import type { PartyMedia } from './party-media.ts';

/** P36: what the participant sees and hears of the hall, and how the hall sees them; small beside a document. */
export function HallSight({ media, isSmall }: { media: PartyMedia; isSmall: boolean }): ReactNode {
  const { t } = useWords();
  const { state, sound, picture, own, trouble } = useSyncExternalStore(media.subscribe, media.sight, media.sight);
  const [isSilent, setSilent] = useState(false);
  const speaker = useRef<HTMLAudioElement>(null);
  const play = (): void =>
    void speaker.current?.play().then(
      () => setSilent(false),
      () => setSilent(true),
    );
  useEffect(() => {
    if (speaker.current === null) return;
    speaker.current.srcObject = sound;
    if (sound !== null) play();
  }, [sound]);
  return (
    <figure className={styles['hall']} data-state={state} data-small={isSmall} data-alone={picture === null}>
      <audio ref={speaker} autoPlay />
      <Picture className={styles['seen']} stream={picture} />
      {own !== null && <Picture className={styles['own']} stream={own} />}
      {state !== 'connected' && (
        <p className={styles['look']} role="status">
          <ShapeMark shape={state === 'broken' ? 'triangle' : 'dots'} tone={state === 'broken' ? 'look' : 'inherit'} />
          {t(state === 'broken' ? 'join.lineBroken' : 'join.lineComing')}
        </p>
      )}
      {trouble !== null && (
        <p className={styles['look']} role="alert">
          <ShapeMark shape="triangle" tone="look" />
          {t(trouble === 'no-camera' ? 'join.withoutCamera' : 'join.withoutDevices')}
        </p>
      )}
      {isSilent && (
        <BigButton tone="next" size="large" onPress={play}>
          {t('join.soundOn')}
        </BigButton>
      )}
    </figure>
  );
}

function Picture({ className, stream }: { className: string | undefined; stream: MediaStream | null }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} className={className} hidden={stream === null} autoPlay muted playsInline />;
}
