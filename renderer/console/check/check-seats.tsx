import type { ReactNode } from 'react';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { Seat } from '#domain/seats.ts';
import { CameraView } from '../../ui/camera-view.tsx';
import { usePreview } from '../../ui/previews.tsx';
import { SeatMeter } from '../../ui/seat-meter.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './check.module.css';
import { Figures, VerdictMark, VerdictWords } from './verdict-words.tsx';

type SeatChecked = Readonly<{ seat: Seat; item: CheckItem | null; withFigures: boolean; calledOf(id: string): string }>;

/** A microphone: whose it is, its live level, what the check heard. */
export function MicrophoneRow({ seat, item, withFigures, calledOf }: SeatChecked): ReactNode {
  const words = useWords();
  return (
    <li className={styles['seat']} data-verdict={item?.verdict}>
      <VerdictMark item={item} />
      <div>
        <div className={styles['name']}>{seatName(seat, words)}</div>
        <SeatMeter seat={seat} />
      </div>
      <VerdictWords item={item} calledOf={calledOf} />
      {withFigures && <Figures item={item} />}
    </li>
  );
}

/** A camera: its live picture and what the check saw. */
export function CameraCard({ seat, item, withFigures, calledOf }: SeatChecked): ReactNode {
  const words = useWords();
  const preview = usePreview(seat.id);
  return (
    <div className={styles['camera']} data-verdict={item?.verdict}>
      <CameraView preview={preview} name={seatName(seat, words)} />
      <div className={styles['cameraWords']}>
        <VerdictMark item={item} />
        <VerdictWords item={item} calledOf={calledOf} />
        {withFigures && <Figures item={item} />}
      </div>
    </div>
  );
}
