import type { ReactNode } from 'react';
import type { HearingSummary } from '#contract/papers.ts';
import type { HearingId } from '#domain/ids.ts';
import { clockTime, shortDate } from '../../ui/clock.ts';
import { ShapeMark, type Shape, type ShapeTone } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './today.module.css';

type StateShown = Readonly<{ shape: Shape; tone: ShapeTone; word: string }>;

function stateShown({ phase, intact }: HearingSummary): StateShown {
  switch (phase) {
    case 'planned':
      return { shape: 'ring', tone: 'quiet', word: 'today.state.planned' };
    case 'checked':
      return { shape: 'tick', tone: 'good', word: 'today.state.checked' };
    case 'open':
      return { shape: 'disc', tone: 'inherit', word: 'today.state.open' };
    case 'break':
    case 'technical-break':
    case 'deliberation':
      return { shape: 'pause', tone: 'look', word: `phase.${phase}` };
    case 'ended':
      if (intact === false) return { shape: 'triangle', tone: 'bad', word: 'today.state.damaged' };
      return intact === true
        ? { shape: 'tick', tone: 'good', word: 'today.state.intact' }
        : { shape: 'tick', tone: 'quiet', word: 'today.state.ended' };
  }
}

/** Hearings with time, number and state by shape and word; the chosen one stands out. */
export function HearingList({
  hearings,
  chosen,
  withDay,
  onChoose,
}: {
  hearings: readonly HearingSummary[];
  chosen: HearingId | null;
  withDay: boolean;
  onChoose: (hearing: HearingSummary) => void;
}): ReactNode {
  const { t, tt } = useWords();
  return (
    <ul className={styles['list']}>
      {hearings.map((hearing) => {
        const { hearingId, card, training } = hearing;
        const { shape, tone, word } = stateShown(hearing);
        return (
          <li key={hearingId}>
            <button
              type="button"
              className={styles['hearing']}
              aria-current={hearingId === chosen}
              onClick={() => onChoose(hearing)}
            >
              <span>
                <span className={styles['time']}>{clockTime(card.plannedAtMs)}</span>
                {withDay && <div className={styles['day']}>{shortDate(card.plannedAtMs)}</div>}
              </span>
              <span>
                <div className={styles['case']}>№ {card.caseNumber}</div>
                <div className={styles['who']}>
                  {card.judge} · {tt(`proceedings.${card.proceedings}`)}
                  {training && ` · ${t('today.training')}`}
                </div>
              </span>
              <span className={styles['state']}>
                <ShapeMark shape={shape} tone={tone} />
                {tt(word)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
