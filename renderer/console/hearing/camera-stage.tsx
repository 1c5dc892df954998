import { useState, type ReactNode } from 'react';
import type { CameraShown } from '#contract/cameras.ts';
import type { TrackId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { CameraView } from '../../ui/camera-view.tsx';
import { usePreview } from '../../ui/previews.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import { CameraPresets } from './camera-presets.tsx';
import styles from './camera-stage.module.css';

function SeatPicture({ seat, withName }: { seat: Seat; withName: boolean }): ReactNode {
  const words = useWords();
  const preview = usePreview(seat.id);
  const name = seatName(seat, words);
  return <CameraView preview={preview} {...(withName && { name })} />;
}

/** The local picture of the chosen camera, or of all of them side by side. */
export function CameraStage({
  hall,
  cameras,
  turned,
  chosen,
  onChoose,
}: {
  hall: HallClient;
  cameras: readonly Seat[];
  /** Those of them that can be turned. */
  turned: readonly CameraShown[];
  chosen: TrackId | null;
  onChoose(camera: TrackId): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const [isGrid, setIsGrid] = useState(false);
  const one = cameras.find((seat) => (seat.id as string) === chosen);
  const camera = isGrid ? undefined : turned.find(({ seatId }) => seatId === one?.id);
  const shown = isGrid ? cameras : cameras.filter((seat) => seat === one);
  return (
    <section className={styles['stage']} aria-label={t('hearing.picture')}>
      {cameras.length > 1 && (
        <div className={styles['choice']} role="group" aria-label={t('hearing.camera')}>
          {cameras.map((seat) => (
            <button
              key={seat.id}
              type="button"
              aria-pressed={!isGrid && seat === one}
              onClick={() => {
                setIsGrid(false);
                // A track is named as its seat is.
                onChoose(seat.id as string as TrackId);
              }}
            >
              {seatName(seat, words)}
            </button>
          ))}
          <button type="button" aria-pressed={isGrid} onClick={() => setIsGrid(true)}>
            {t('hearing.allCameras')}
          </button>
        </div>
      )}
      <div className={styles['pictures']} data-count={Math.min(shown.length, 4)}>
        {shown.map((seat) => (
          <div key={seat.id} className={styles['fit']}>
            <SeatPicture seat={seat} withName={isGrid} />
          </div>
        ))}
        {cameras.length === 0 && <p className={styles['none']}>{t('hearing.noCamera')}</p>}
      </div>
      {camera !== undefined && <CameraPresets hall={hall} camera={camera} />}
    </section>
  );
}
