import { useState, type ReactNode } from 'react';
import type { CameraShown } from '#contract/cameras.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './cameras.module.css';
import { PushPad } from './push-pad.tsx';

/** Turn the camera until it looks right, give the place a name, keep it; and the places that are kept. */
export function Places({ hall, camera }: { hall: HallClient; camera: CameraShown }): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [name, setName] = useState('');
  const { seatId, presets, at, isMoving } = camera;
  const wanted = name.trim();
  const isTaken = presets.some((each) => each.name === wanted);
  const store = async (token: string | null, called: string): Promise<void> => {
    const stored = await ask('camera.store-preset', { seatId, token, name: called });
    if (stored.ok && token === null) setName('');
  };
  return (
    <section className={styles['places']}>
      <PushPad onPush={(push) => void hall.ask('camera.move', { seatId, ...push })} />
      <div className={styles['pair']}>
        <TextField
          label={t('cameras.placeName')}
          placeholder={t('cameras.placeExample')}
          value={name}
          onChange={setName}
          missing={isTaken ? t('cameras.taken') : undefined}
        />
        <BigButton
          tone="next"
          isDisabled={isAsking || wanted === '' || isTaken}
          onPress={() => void store(null, wanted)}
        >
          {t('cameras.store')}
        </BigButton>
      </div>
      <FaultLine fault={camera.fault ?? fault} {...(camera.fault === null && { onDismiss: dismiss })} />
      <ul className={styles['list']}>
        {presets.map((preset) => (
          <li key={preset.token}>
            <BigButton
              size="large"
              isPressed={preset.token === at}
              tone={preset.token === at ? 'next' : 'plain'}
              {...(preset.token === at && isMoving && { hint: t('cameras.moving') })}
              onPress={() => void ask('camera.go-to', { seatId, token: preset.token })}
            >
              {preset.name}
            </BigButton>
            <HoldButton tone="plain" isDisabled={isAsking} onHeld={() => void store(preset.token, preset.name)}>
              {t('cameras.storeAgain')}
            </HoldButton>
            <HoldButton
              tone="plain"
              onHeld={() =>
                void ask('camera.name-presets', { seatId, presets: presets.filter((each) => each !== preset) })
              }
            >
              {t('halls.remove')}
            </HoldButton>
          </li>
        ))}
        {presets.length === 0 && <li className={styles['about']}>{t('cameras.noPlaces')}</li>}
      </ul>
    </section>
  );
}
