import type { ReactNode } from 'react';
import type { CameraShown } from '#contract/cameras.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './camera-presets.module.css';
import { useAsk } from './use-ask.ts';

/** The places of a camera that can be turned, one press each, under its picture. Where it stands is marked; while it moves it is said. */
export function CameraPresets({ hall, camera }: { hall: HallClient; camera: CameraShown }): ReactNode {
  const { t } = useWords();
  // What the camera did not do is told by the state, to every window; only what never reached the hall is ours to tell.
  const { ask, fault, dismiss } = useAsk(hall);
  const { seatId, presets, at, isMoving } = camera;
  if (presets.length === 0) return null;
  return (
    <div className={styles['presets']} role="group" aria-label={t('cameras.turn')}>
      <div className={styles['row']}>
        {presets.map(({ token, name }) => (
          <BigButton
            key={token}
            isPressed={token === at}
            tone={token === at ? 'next' : 'plain'}
            {...(token === at && isMoving && { hint: t('cameras.moving') })}
            onPress={() => void ask('camera.go-to', { seatId, token })}
          >
            {name}
          </BigButton>
        ))}
      </div>
      {camera.fault !== null ? <FaultLine fault={camera.fault} /> : <FaultLine fault={fault} onDismiss={dismiss} />}
    </div>
  );
}
