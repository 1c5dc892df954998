import type { ReactNode } from 'react';
import type { Lane } from '#contract/hall.ts';
import type { Damage } from '#contract/verification.ts';
import { useWords } from '../../ui/words.tsx';
import { timeText } from '../hearing/time-text.ts';
import styles from './lane-row.module.css';
import { holesOf } from './pieces.ts';
import { share } from './share.ts';

/** Holes shorter than this are the seams between two epochs. */
const leastHoleUs = 100_000;

/** One track: its recorded pieces, its holes, what is damaged, and whether it is heard. */
export function LaneRow({
  lane,
  tone,
  name,
  lengthUs,
  damages,
  isMuted,
  isSoloed,
  isSoloAny,
  onMute,
  onSolo,
}: {
  lane: Lane;
  tone: number;
  name: string;
  lengthUs: number;
  damages: readonly Damage[];
  isMuted: boolean;
  isSoloed: boolean;
  isSoloAny: boolean;
  onMute: () => void;
  onSolo: () => void;
}): ReactNode {
  const { t } = useWords();
  const isHeard = isSoloAny ? isSoloed : !isMuted;
  const between = (fromUs: number, toUs: number) => ({
    left: share(fromUs, lengthUs),
    width: share(toUs - fromUs, lengthUs),
  });
  return (
    <div className={styles['row']} data-kind={lane.kind}>
      <div className={styles['gutter']}>
        <span className={styles['name']} title={name}>
          {name}
        </span>
        {lane.kind === 'microphone' && (
          <>
            <button
              type="button"
              aria-pressed={isMuted}
              onClick={onMute}
              title={t('after.mute', { name })}
              aria-label={t('after.mute', { name })}
            >
              <svg viewBox="0 0 24 24" aria-hidden>
                <path d="M3 9v6h4l6 5V4L7 9Z" fill="currentColor" />
                {isMuted ? (
                  <path d="m16 9 6 6m0-6-6 6" stroke="currentColor" strokeWidth="2.2" fill="none" />
                ) : (
                  <path d="M16 8c2 2 2 6 0 8m3-11c4 4 4 10 0 14" stroke="currentColor" strokeWidth="2" fill="none" />
                )}
              </svg>
            </button>
            <button
              type="button"
              aria-pressed={isSoloed}
              onClick={onSolo}
              title={t('after.solo', { name })}
              aria-label={t('after.solo', { name })}
            >
              1
            </button>
          </>
        )}
      </div>
      <div className={styles['line']} data-heard={lane.kind === 'camera' || isHeard} data-tone={tone}>
        {lane.pieces.map((piece) => (
          <span key={piece.epoch} className={styles['piece']} style={between(piece.fromUs, piece.toUs)} />
        ))}
        {holesOf(lane.pieces, lengthUs, leastHoleUs).map((hole) => (
          <span
            key={`h${hole.fromUs}`}
            className={styles['hole']}
            style={between(hole.fromUs, hole.toUs)}
            title={`${t('after.notRecorded')} ${timeText(hole.fromUs)}–${timeText(hole.toUs)}`}
          />
        ))}
        {lane.gaps.map((gap) => (
          <span
            key={`g${gap.fromUs}`}
            className={styles['gap']}
            style={between(gap.fromUs, gap.toUs)}
            title={`${t('after.gap')} ${timeText(gap.fromUs)}–${timeText(gap.toUs)}`}
          />
        ))}
        {damages
          .filter((damage) => damage.fromUs !== null)
          .map((damage, index) => (
            <span
              key={`d${index}`}
              className={styles['damage']}
              style={between(damage.fromUs ?? 0, damage.toUs ?? damage.fromUs ?? 0)}
              title={t('after.damagedHere')}
            />
          ))}
      </div>
    </div>
  );
}
