import type { ReactNode } from 'react';
import type { Seat } from '#domain/seats.ts';
import { LevelMeter } from './level-meter.tsx';
import { usePreview } from './previews.tsx';
import { seatName } from './seat-name.ts';
import { useWords } from './words.tsx';

/** The live meter of a seat's microphone. Channels that only the hall opens stay grey: a window cannot hear them. */
export function SeatMeter({ seat }: { seat: Seat }): ReactNode {
  const words = useWords();
  const { stream } = usePreview(seat.id);
  return <LevelMeter stream={stream} name={seatName(seat, words)} />;
}
