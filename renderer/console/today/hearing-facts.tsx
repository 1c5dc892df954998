import { Fragment, type ReactNode } from 'react';
import type { HearingSummary } from '#contract/papers.ts';
import { clockTime, longDate, spanOfTime } from '../../ui/clock.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './today.module.css';

/** Everything the card says about a hearing, to be read. */
export function HearingFacts({ hearing }: { hearing: HearingSummary }): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const { card } = hearing;
  return (
    <>
      <h2>{t('case.number', { number: card.caseNumber })}</h2>
      <dl className={styles['facts']}>
        <dt>{t('card.time')}</dt>
        <dd>
          {longDate(card.plannedAtMs, words)}, {clockTime(card.plannedAtMs)}
        </dd>
        <dt>{t('card.proceedings')}</dt>
        <dd>{tt(`proceedings.${card.proceedings}`)}</dd>
        <dt>{t('card.judge')}</dt>
        <dd>{card.judge}</dd>
        <dt>{t('card.secretary')}</dt>
        <dd>{card.secretary === '' ? '—' : card.secretary}</dd>
        {card.parties.map(({ role, name }, index) => (
          <Fragment key={index}>
            <dt>{tt(`roles.${role}`)}</dt>
            <dd>{name}</dd>
          </Fragment>
        ))}
        {hearing.endedAtMs !== null && (
          <>
            <dt>{t('today.recorded')}</dt>
            <dd>{spanOfTime(hearing.durationMs)}</dd>
          </>
        )}
      </dl>
    </>
  );
}
