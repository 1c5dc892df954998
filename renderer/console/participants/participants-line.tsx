import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './participants.module.css';

/** One line of the hearing: how many are in it from afar, and whom the court should look at. */
export function ParticipantsLine({
  state,
  isOpen,
  onToggle,
}: {
  state: HallState;
  isOpen: boolean;
  onToggle(): void;
}): ReactNode {
  const { t } = useWords();
  const { participants } = state;
  if (!state.isRoomOpen && participants.length === 0) return null;
  const waiting = participants.filter(({ stage, isHere }) => stage === 'waiting' && isHere);
  const hands = participants.filter(({ isHandRaised }) => isHandRaised);
  const names = (of: typeof participants): string => of.map(({ name }) => name).join(', ');
  return (
    <div className={styles['line']} data-look={waiting.length > 0 || hands.length > 0}>
      <span className={styles['name']}>{t('participants.title')}</span>
      <span className={styles['state']} role="status">
        {t('participants.count', { inside: participants.filter(isInHearing).length, all: participants.length })}
        {waiting.length > 0 && (
          <span className={styles['sign']}>
            <ShapeMark shape="triangle" tone="look" />
            {t('participants.waitingNames', { names: names(waiting) })}
          </span>
        )}
        {hands.length > 0 && (
          <span className={styles['sign']}>
            <ShapeMark shape="triangle" tone="look" />
            {t('participants.handNames', { names: names(hands) })}
          </span>
        )}
      </span>
      <BigButton tone={waiting.length > 0 && !isOpen ? 'next' : 'plain'} onPress={onToggle}>
        {t(isOpen ? 'participants.close' : 'participants.show')}
      </BigButton>
    </div>
  );
}
