import type { CSSProperties, ReactNode } from 'react';
import type { HallState, TrackLamp } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import { SeatMeter } from '../../ui/seat-meter.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './seat-strip.module.css';

/** Only what needs a look is said of a track: that all is well stands in the strip. */
function TrackTrouble({ lamp }: { lamp: TrackLamp | undefined }): ReactNode {
  const { t } = useWords();
  switch (lamp?.state) {
    case 'late':
      return (
        <span className={styles['trouble']} data-level="look">
          <ShapeMark shape="triangle" tone="look" />
          {t('hearing.trackLate')}
        </span>
      );
    case 'stopped':
      return (
        <span className={styles['trouble']} data-level="bad">
          <ShapeMark shape="cross" tone="bad" />
          {t('hearing.trackStopped')}
        </span>
      );
    case 'off':
    case 'starting':
    case 'written':
    case undefined:
      return null;
  }
}

/** Every microphone of the hall with its level; pressed, it is listened to from disk. */
export function SeatStrip({
  state,
  heard,
  onListen,
}: {
  state: HallState;
  /** The seat that is listened to from disk. */
  heard: SeatId | null;
  /** Null: to none any more. */
  onListen(seatId: SeatId | null): void;
}): ReactNode {
  const words = useWords();
  const microphones = state.hall.seats.filter((seat) => seat.kind === 'microphone' && seat.device.path !== 'remote');
  // Rows of at most four tiles, as equal as they can be: a narrower tile would cut the names.
  const rows = Math.max(1, Math.ceil(microphones.length / 4));
  const columns = { '--columns': Math.max(1, Math.ceil(microphones.length / rows)) } as CSSProperties;
  return (
    <section className={styles['strip']} style={columns} data-strip aria-label={words.t('hearing.seats')}>
      {microphones.map((seat) => (
        <button
          key={seat.id}
          type="button"
          className={styles['seat']}
          aria-pressed={heard === seat.id}
          title={words.t('listen.to', { seat: seatName(seat, words) })}
          onClick={() => onListen(heard === seat.id ? null : seat.id)}
        >
          <div className={styles['head']}>
            <span className={styles['name']}>{seatName(seat, words)}</span>
            <TrackTrouble lamp={state.lamp.tracks.find((track) => track.seatId === seat.id)} />
          </div>
          <SeatMeter seat={seat} />
        </button>
      ))}
    </section>
  );
}
