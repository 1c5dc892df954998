import type { ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import { clockTime, spanOfTime } from '../../ui/clock.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './break-panel.module.css';

/** Which break it is, since when, why, and whether the record goes on. */
export function BreakPanel({
  state,
  pause,
  nowUs,
  isWide,
}: {
  state: HallState;
  pause: NonNullable<OpenHearing['pause']>;
  nowUs: number;
  /** Takes the place of the picture where there is none to show. */
  isWide: boolean;
}): ReactNode {
  const { t, tt } = useWords();
  // Said only when the hall confirms it.
  const isClosed = state.lamp.state === 'closed' || state.lamp.state === 'off';
  const goneMs = (nowUs - pause.atUs) / 1000;
  return (
    <section className={styles['panel']} data-wide={isWide}>
      <h2>{tt(`pauses.${pause.kind}`)}</h2>
      <p className={styles['time']}>{spanOfTime(goneMs)}</p>
      <p className={styles['line']}>
        {t('hearing.since', { time: clockTime(state.wallMs - goneMs) })}
        {pause.note !== '' && <> · {pause.note}</>}
      </p>
      <p className={styles['line']}>
        {t(
          pause.recordingGoesOn
            ? 'hearing.breakRecorded'
            : isClosed
              ? 'hearing.breakNotRecorded'
              : 'hearing.devicesClosing',
        )}
      </p>
    </section>
  );
}
