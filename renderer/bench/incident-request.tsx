import type { ReactNode } from 'react';
import type { IncidentShown } from '#contract/incident-papers.ts';
import type { HallState } from '#contract/papers.ts';
import { courtChoices } from '#domain/incidents/incident-entries.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../ui/big-button.tsx';
import { clockTime } from '../ui/clock.ts';
import { countdownOf, standingIncidents, whatFailed } from '../ui/incident-words.ts';
import { useWords } from '../ui/words.tsx';
import styles from './incident-request.module.css';

/** What the judge is asked of: the fault of this hearing whose time is named, or that cannot be put right; the one that is due first. */
export function askedOfJudge({
  incidents,
  hearing,
}: Pick<HallState, 'incidents' | 'hearing'>): IncidentShown | undefined {
  const asked = standingIncidents({ incidents }).filter(
    ({ hearingId, stage, side, choice, restoreByMs }) =>
      hearingId === hearing?.hearingId &&
      ((stage === 'not-restored' && side === 'hearing' && choice === null) || restoreByMs !== null),
  );
  return asked.toSorted((one, other) => (one.restoreByMs ?? 0) - (other.restoreByMs ?? 0))[0];
}

/**
 * P24, P25: what is out of order, until when it is to be restored and how long that still is; the court that hears the case chooses to
 * go on or to adjourn. When the time is over it says so, and nothing happens by itself.
 */
export function IncidentRequest({
  hall,
  state,
  incident,
  take,
}: {
  hall: HallClient;
  state: HallState;
  incident: IncidentShown;
  /** Settles the answer and shows what was refused. */
  take(asked: ReturnType<HallClient['ask']>): Promise<void>;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const { incidentId, restoreByMs, choice } = incident;
  const countdown = countdownOf(incident, state.wallMs, words);
  return (
    <section className={styles['incident']} role="alert" data-over={countdown?.isOver === true}>
      <div className={styles['words']}>
        <p className={styles['what']}>{whatFailed(incident, words, state.hall.seats)}</p>
        <p className={styles['when']}>
          {restoreByMs === null
            ? t('bench.incidentNotRestored')
            : t('incidents.restoreBy', { at: clockTime(restoreByMs) })}
        </p>
      </div>
      {countdown !== null && (
        <p className={styles['countdown']} role="timer">
          {countdown.text}
        </p>
      )}
      {choice !== null && <p className={styles['chosen']}>{tt(`incidents.chosen.${choice}`)}</p>}
      {incident.side === 'hearing' && (choice === null || countdown?.isOver === true) && (
        <div className={styles['acts']} role="group" aria-label={t('bench.incidentAsks')}>
          {courtChoices.map((each) => (
            <BigButton
              key={each}
              size="large"
              onPress={() => void take(hall.ask('incident.decide', { incidentId, choice: each }))}
            >
              {tt(`incidents.choices.${each}`)}
            </BigButton>
          ))}
        </div>
      )}
    </section>
  );
}
