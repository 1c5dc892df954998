import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { HoldButton } from '../ui/hold-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';
import type { OtherSight, PrivateMedia } from './private-media.ts';
import { useWakefulScreen } from './use-wakeful-screen.ts';

type Private = Extract<JoinPlace, { say: 'private' }>;

/** L5: the private talk: who hears one, that nobody else does, and how to end it. */
export function PrivateScreen({
  line,
  media,
  told,
}: {
  line: JoinLine;
  media: PrivateMedia;
  told: Private;
}): ReactNode {
  const { t, tt } = useWords();
  const { own, others } = useSyncExternalStore(media.subscribe, media.sight, media.sight);
  useWakefulScreen();
  return (
    <div className={styles['column']}>
      <div className={styles['test']} role="status">
        <ShapeMark shape="pause" />
        <div>
          <h1>{t('join.private')}</h1>
          <p>{t('join.privateAbout')}</p>
        </div>
      </div>
      {told.others.map(({ participantId, name, role }) => (
        <figure key={participantId} className={styles['hall']}>
          <Other sight={others.get(participantId) ?? null} />
          <figcaption>
            <strong>{name}</strong> <span className={styles['quiet']}>{tt(`participants.roles.${role}`)}</span>
          </figcaption>
        </figure>
      ))}
      {own !== null && own.getTracks().length === 0 && (
        <p className={styles['look']} role="alert">
          <ShapeMark shape="triangle" tone="look" />
          {t('join.withoutDevices')}
        </p>
      )}
      <p className={styles['quiet']}>{t('join.privateEnds')}</p>
      <HoldButton tone="plain" size="large" onHeld={() => line.act({ say: 'end-private' })}>
        {t('join.privateEnd')}
      </HoldButton>
    </div>
  );
}

function Other({ sight }: { sight: OtherSight | null }): ReactNode {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [isSilent, setSilent] = useState(false);
  const stream = sight?.stream ?? null;
  const play = (): void =>
    void video.current?.play().then(
      () => setSilent(false),
      () => setSilent(true),
    );
  useEffect(() => {
    if (video.current === null) return;
    video.current.srcObject = stream;
    if (stream !== null) play();
  }, [stream]);
  const isConnected = sight?.isConnected === true;
  return (
    <>
      <video ref={video} className={styles['seen']} hidden={stream === null} autoPlay playsInline />
      {!isConnected && (
        <p className={styles['look']} role="status">
          <ShapeMark shape="dots" />
          {t('join.privateComing')}
        </p>
      )}
      {isConnected && sight.code !== null && (
        <p>
          {t('join.privateCode')} <strong className={styles['code']}>{sight.code}</strong>
        </p>
      )}
      {isSilent && (
        <BigButton tone="next" size="large" onPress={play}>
          {t('join.soundOn')}
        </BigButton>
      )}
    </>
  );
}
