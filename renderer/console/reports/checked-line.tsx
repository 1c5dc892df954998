import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, dayAround, shortDate } from '../../ui/clock.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './reports.module.css';

const mostNamed = 3;

/** How the hall was when it was last checked, with the age of that, and the way to all checks. */
export function CheckedLine({ state, onOpen }: { state: HallState; onOpen: () => void }): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const last = state.lastCheck;
  const open = (
    <BigButton tone="quiet" onPress={onOpen}>
      {t('reports.open')}
    </BigButton>
  );
  if (last === null)
    return (
      <div className={styles['checked']}>
        <span className={styles['quiet']}>{t('today.neverChecked')}</span>
        {open}
      </div>
    );
  const isToday = last.startedAtMs >= dayAround(state.wallMs).fromMs;
  const time = clockTime(last.startedAtMs);
  const when = isToday
    ? t('today.checkedToday', { time })
    : t('today.checkedOn', { date: shortDate(last.startedAtMs), time });
  const worst = last.items
    .filter(({ verdict }) => verdict === (last.passed ? 'look' : 'bad'))
    .map(({ kind, subject }) => {
      const seat = state.hall.seats.find(({ id }) => id === subject);
      return seat === undefined ? tt(`check.kinds.${kind}`) : seatName(seat, words);
    });
  const named = [...new Set(worst)];
  const more = named.length > mostNamed ? '…' : '';
  return (
    <div className={styles['checked']} data-passed={last.passed} role="status">
      {!last.passed ? (
        <ShapeMark shape="cross" tone="bad" />
      ) : named.length > 0 ? (
        <ShapeMark shape="triangle" tone="look" />
      ) : (
        <ShapeMark shape="tick" tone="good" />
      )}
      <strong>{t('today.checked', { when, verdict: t(last.passed ? 'reports.passed' : 'reports.failed') })}</strong>
      {named.length > 0 && <span>{named.slice(0, mostNamed).join(', ') + more}</span>}
      {open}
    </div>
  );
}
