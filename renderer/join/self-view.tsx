import { useEffect, type ReactNode } from 'react';
import type { PlaceCheck as Found } from '#domain/participants/place-check.ts';
import { BigButton } from '../ui/big-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';
import { PlaceCheck } from './place-check.tsx';
import { useSelfView } from './use-self-view.ts';

/** P28: how one looks and sounds before anybody else sees and hears it. */
export function SelfView({ onFound }: { onFound?: (check: Found) => void }): ReactNode {
  const { t } = useWords();
  const { video, state, verdict, show, hide } = useSelfView();
  useEffect(() => {
    if (state !== 'off') onFound?.({ camera: state, ...verdict });
  }, [onFound, state, verdict]);
  return (
    <figure className={styles['self']}>
      <video ref={video} className={styles['picture']} hidden={state !== 'on'} autoPlay muted playsInline />
      {state === 'on' && <figcaption>{t('join.selfView')}</figcaption>}
      {state === 'on' && <PlaceCheck verdict={verdict} />}
      {(state === 'denied' || state === 'missing') && (
        <p className={styles['look']} role="alert">
          <ShapeMark shape="triangle" tone="look" />
          {t(state === 'denied' ? 'join.cameraDenied' : 'join.cameraMissing')}
        </p>
      )}
      <BigButton size="large" onPress={() => (state === 'on' ? hide() : void show())}>
        {t(state === 'on' ? 'join.cameraOff' : 'join.camera')}
      </BigButton>
    </figure>
  );
}
