import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './identity-request.module.css';

/** Those who are in the hearing from afar, whoever asks to speak first. Items of the list of those who are present. */
export function RemotePeople({
  participants,
  privateRooms,
}: Pick<HallState, 'participants' | 'privateRooms'>): ReactNode {
  const { t, tt } = useWords();
  const inside = participants.filter(isInHearing).sort((a, b) => Number(b.isHandRaised) - Number(a.isHandRaised));
  return inside.map(({ participantId, name, role, isHere, isHandRaised }) => (
    <li key={participantId}>
      <span>{name}</span>
      <span className={styles['role']}>
        {tt(`participants.roles.${role}`)} ·{' '}
        {t(
          privateRooms.some(({ participantIds }) => participantIds.includes(participantId))
            ? 'privateRoom.away'
            : isHere
              ? 'participants.here'
              : 'participants.away',
        )}
      </span>
      {isHandRaised && (
        <span className={styles['hand']}>
          <ShapeMark shape="triangle" tone="look" />
          {t('participants.hand')}
        </span>
      )}
    </li>
  ));
}
