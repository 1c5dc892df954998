import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { CameraControlShown } from '#contract/cameras.ts';
import type { HallState } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { CameraView } from '../../ui/camera-view.tsx';
import { usePreview } from '../../ui/previews.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import { AddressForm } from './address-form.tsx';
import styles from './cameras.module.css';
import { Places } from './places.tsx';

/** Cameras that can be turned: how each is reached, and which places the secretary will find under its picture. */
export function CamerasScreen({
  hall,
  state,
  keyOf,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  /** Under which key the set-up screen opened a seat's picture. */
  keyOf(seatId: SeatId): string;
  onDone: () => void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const keyboard = useScreenKeyboard();
  const seats = state.hall.seats.filter(({ kind, device }) => kind === 'camera' && device.path !== 'remote');
  const [chosen, setChosen] = useState<SeatId | null>(seats[0]?.id ?? null);
  const [controls, setControls] = useState<readonly CameraControlShown[] | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const read = useCallback(() => {
    void hall.ask('camera.list-controls', {}).then((outcome) => {
      if (outcome.ok) setControls(outcome.value.controls);
      setFault(outcome.ok ? null : outcome.fault);
    });
  }, [hall]);
  useEffect(read, [read]);
  const control = controls?.find(({ seatId }) => seatId === chosen);
  const device = seats.find(({ id }) => id === chosen)?.device;
  const camera = state.cameras.find(({ seatId }) => seatId === chosen);
  return (
    <ScreenFrame
      title={t('cameras.title')}
      tools={
        <>
          <div className={styles['choice']} role="group" aria-label={t('hearing.camera')}>
            {seats.map((seat) => (
              <BigButton
                key={seat.id}
                tone={seat.id === chosen ? 'next' : 'plain'}
                isPressed={seat.id === chosen}
                onPress={() => setChosen(seat.id)}
              >
                {seatName(seat, words)}
              </BigButton>
            ))}
          </div>
          <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
            {t('keyboard.open')}
          </BigButton>
        </>
      }
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
    >
      <FaultLine fault={fault} />
      {chosen === null && <p className={styles['about']}>{t('cameras.none')}</p>}
      {chosen !== null && controls !== null && (
        <div className={styles['desk']} key={chosen}>
          <div className={styles['side']}>
            <Picture pictureKey={keyOf(chosen)} />
            <AddressForm hall={hall} seatId={chosen} device={device} control={control} onKept={read} />
          </div>
          {camera === undefined ? (
            <p className={styles['about']}>{t(device?.path === 'network' ? 'cameras.aboutLogin' : 'cameras.about')}</p>
          ) : (
            <Places hall={hall} camera={camera} />
          )}
        </div>
      )}
    </ScreenFrame>
  );
}

function Picture({ pictureKey }: { pictureKey: string }): ReactNode {
  return (
    <div className={styles['picture']}>
      <CameraView preview={usePreview(pictureKey)} />
    </div>
  );
}
