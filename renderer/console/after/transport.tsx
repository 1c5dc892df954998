import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.tsx';
import { timeText } from '../hearing/time-text.ts';
import type { Player } from './player.ts';
import { speeds } from './player-clock.ts';
import styles from './transport.module.css';
import { useShown } from './use-player.ts';

const stepUs = 10_000_000;

/** Play, place, jumps and speed; the keys that do the same stand in the titles. */
export function Transport({
  player,
  lengthUs,
  isReady,
  toMark,
  toggle,
}: {
  player: Player;
  lengthUs: number;
  isReady: boolean;
  toMark: (towards: 'next' | 'previous') => void;
  toggle: () => void;
}): ReactNode {
  const { t } = useWords();
  const isPlaying = useShown(player, 'isPlaying');
  const isWaiting = useShown(player, 'isWaiting');
  const speed = useShown(player, 'speed');
  const move = (byUs: number): void => player.seek(player.shown().atUs + byUs);
  return (
    <div className={styles['transport']} role="toolbar" aria-label={t('after.transport')}>
      <button
        type="button"
        className={styles['play']}
        disabled={!isReady}
        onClick={toggle}
        title={t('after.keys.space')}
      >
        <svg viewBox="0 0 24 24" aria-hidden>
          {isPlaying ? (
            <path d="M5 3h5v18H5Zm9 0h5v18h-5Z" fill="currentColor" />
          ) : (
            <path d="M6 3v18l15-9Z" fill="currentColor" />
          )}
        </svg>
        {t(isPlaying ? 'hearing.pausePlaying' : 'hearing.play')}
      </button>
      <Place player={player} lengthUs={lengthUs} isWaiting={isWaiting} />
      <div className={styles['group']} role="group" aria-label={t('after.jumps')}>
        <button
          type="button"
          onClick={() => toMark('previous')}
          title={t('after.keys.previousMark')}
          aria-label={t('after.previousMark')}
        >
          ⚑‹
        </button>
        <button type="button" onClick={() => move(-stepUs)} title={t('after.keys.back')}>
          −10 {t('hearing.secondsShort')}
        </button>
        <button type="button" onClick={() => move(stepUs)} title={t('after.keys.forth')}>
          +10 {t('hearing.secondsShort')}
        </button>
        <button
          type="button"
          onClick={() => toMark('next')}
          title={t('after.keys.nextMark')}
          aria-label={t('after.nextMark')}
        >
          ›⚑
        </button>
      </div>
      <div className={styles['group']} role="group" aria-label={t('hearing.speed')}>
        {speeds.map((each) => (
          <button key={each} type="button" aria-pressed={each === speed} onClick={() => player.setSpeed(each)}>
            {each}×
          </button>
        ))}
      </div>
    </div>
  );
}

function Place({ player, lengthUs, isWaiting }: { player: Player; lengthUs: number; isWaiting: boolean }): ReactNode {
  const { t } = useWords();
  const atUs = useShown(player, 'atUs');
  return (
    <p className={styles['place']}>
      <strong>{timeText(atUs)}</strong> / {timeText(lengthUs)}
      <span role="status">{isWaiting ? t('after.waiting') : ''}</span>
    </p>
  );
}
