import type { ReactNode } from 'react';
import type { Lane } from '#contract/hall.ts';
import type { TrackId } from '#domain/ids.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './camera-choice.module.css';
import type { Player } from './player.ts';
import { useShown } from './use-player.ts';

/** Which camera is looked at, where there is a choice; lies on the picture. */
export function CameraChoice({
  player,
  cameras,
  names,
}: {
  player: Player;
  cameras: readonly Lane[];
  names: ReadonlyMap<TrackId, string>;
}): ReactNode {
  const { t } = useWords();
  const camera = useShown(player, 'camera');
  if (cameras.length < 2) return null;
  return (
    <div className={styles['choice']} role="group" aria-label={t('hearing.camera')}>
      {cameras.map(({ trackId }) => (
        <button key={trackId} type="button" aria-pressed={trackId === camera} onClick={() => player.setCamera(trackId)}>
          {names.get(trackId) ?? trackId}
        </button>
      ))}
    </div>
  );
}
