import type { ReactNode } from 'react';
import type { PartyId, SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { BigButton } from '../ui/big-button.tsx';
import { hallName } from '../ui/hall-name.ts';
import type { RemoteHall } from '../ui/remote-picture.tsx';
import { seatName } from '../ui/seat-name.ts';
import { useWords } from '../ui/words.tsx';
import styles from './bench.module.css';

export type LookedAt = SeatId | PartyId | 'exhibit' | 'pair';

/** What the judge may look at; nothing where there is one thing only. */
export function BenchChooser({
  cameras,
  halls,
  hasDocument,
  hasPair,
  lookedAt,
  look,
}: {
  cameras: readonly Seat[];
  halls: readonly RemoteHall[];
  hasDocument: boolean;
  /** P9: a photograph stands beside a live picture. */
  hasPair: boolean;
  lookedAt: LookedAt | null;
  look(at: LookedAt): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const choices: readonly Readonly<{ at: LookedAt; name: string }>[] = [
    ...cameras.map((seat) => ({ at: seat.id, name: seatName(seat, words) })),
    ...halls.map(({ peer }) => ({ at: peer.id, name: peer.hall === '' ? hallName(peer, words) : peer.hall })),
    ...(hasDocument ? [{ at: 'exhibit' as const, name: t('exhibits.one') }] : []),
    ...(hasPair ? [{ at: 'pair' as const, name: t('participants.compare') }] : []),
  ];
  if (choices.length < 2) return null;
  return (
    <div className={styles['chooser']} role="group" aria-label={t('hearing.camera')}>
      {choices.map(({ at, name }) => (
        <BigButton key={at} tone={at === lookedAt ? 'next' : 'quiet'} onPress={() => look(at)}>
          {name}
        </BigButton>
      ))}
    </div>
  );
}
