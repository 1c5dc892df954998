import type { ReactNode } from 'react';
import type { ParticipantShown } from '#contract/participants.ts';
import type { WayFigure } from '#domain/peers/bandwidth.ts';
import { clockTime } from '../../ui/clock.ts';
import { megabits } from '../../ui/rate-words.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './participants.module.css';

/** P38: what the line of a participant's page carried, with the verdict. */
export function LineFigures({ line }: Pick<ParticipantShown, 'line'>): ReactNode {
  const { t, tt, language } = useWords();
  if (line === null) return null;
  const { measured, attempts, wallMs } = line;
  const time = clockTime(wallMs);
  if (measured === null)
    return (
      <span className={styles['sign']}>
        <ShapeMark shape="triangle" tone="look" />
        {t('participants.line.broken', { time, attempts })}
      </span>
    );
  const rate = ({ kbps, isAtLeast }: WayFigure): string =>
    t(isAtLeast ? 'halls.rateAtLeast' : 'halls.rate', { rate: megabits(kbps, language) });
  const { verdict, send, receive, roundTripMs } = measured;
  return (
    <span className={styles['sign']}>
      <ShapeMark shape={verdict === 'enough' ? 'tick' : 'triangle'} tone={verdict === 'enough' ? 'good' : 'look'} />
      {tt(`participants.line.${verdict}`, {
        ...{ send: rate(send), receive: rate(receive), ms: Math.round(roundTripMs), time, attempts },
      })}
    </span>
  );
}
