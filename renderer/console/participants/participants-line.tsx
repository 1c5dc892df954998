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
  isCallUpOpen,
  onCallUp,
}: {
  state: HallState;
  isOpen: boolean;
  onToggle(): void;
  isCallUpOpen: boolean;
  onCallUp(): void;
}): ReactNode {
  const { t } = useWords();
  const { participants } = state;
  if (!state.isRoomOpen && participants.length === 0 && state.peers.length === 0) return null;
  const waiting = participants.filter(({ stage, isHere }) => stage === 'waiting' && isHere);
  const hands = participants.filter(({ isHandRaised }) => isHandRaised);
  const names = (of: typeof participants): string => of.map(({ name }) => surname(name)).join(', ');
  return (
    <div className={styles['line']} data-look={waiting.length > 0 || hands.length > 0}>
      <span className={styles['who']}>
        <span className={styles['quiet']}>
          <span className={styles['name']}>{t('participants.title')}</span>:{' '}
          {t('participants.count', { inside: participants.filter(isInHearing).length, all: participants.length })}
        </span>
        <span className={styles['signs']} role="status">
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
      </span>
      <BigButton onPress={onCallUp}>{t(isCallUpOpen ? 'callUp.close' : 'callUp.open')}</BigButton>
      <BigButton tone={waiting.length > 0 && !isOpen ? 'next' : 'plain'} onPress={onToggle}>
        {t(isOpen ? 'participants.close' : 'participants.show')}
      </BigButton>
    </div>
  );
}

/** The first word of a name, which is enough to find somebody in the list; all of it where that is an initial. */
function surname(name: string): string {
  const [first = ''] = name.split(' ');
  return first.length > 2 ? first : name;
}
