import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HearingId } from '#domain/ids.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { countdownOf, standingIncidents, whatFailed } from '../../ui/incident-words.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './incidents.module.css';

/** One line: what is out of order in this hearing, and whom the Rules want told (P17, P23). Nothing while all is well. */
export function IncidentsBar({
  state,
  hearingId,
  isOpen,
  onToggle,
}: {
  state: HallState;
  hearingId: HearingId;
  isOpen: boolean;
  onToggle: () => void;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const standing = standingIncidents(state).filter((each) => each.hearingId === hearingId);
  const untold = standing.find(({ due }) => !due.isTold);
  const first = untold ?? standing[0];
  if (first === undefined && !isOpen) return null;
  const countdown = first === undefined ? null : countdownOf(first, state.wallMs, words);
  return (
    <div className={styles['bar']} role="status" data-incidents>
      <ShapeMark shape="triangle" tone="look" />
      <span className={styles['what']}>
        <strong>
          {t('incidents.count', { count: standing.length })}
          {first !== undefined && `: ${whatFailed(first, words, state.hall.seats)}`}
        </strong>
        <span>
          {untold !== undefined
            ? t('incidents.due', { who: tt(`incidents.toWhom.${untold.due.to}`), paragraph: untold.due.paragraph })
            : (countdown?.text ?? '')}
        </span>
      </span>
      <BigButton tone={untold !== undefined && !isOpen ? 'next' : 'plain'} onPress={onToggle}>
        {t(isOpen ? 'incidents.close' : 'incidents.open')}
      </BigButton>
    </div>
  );
}
