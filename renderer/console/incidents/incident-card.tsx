import { useState, type ReactNode } from 'react';
import type { IncidentShown } from '#contract/incident-papers.ts';
import type { HallState } from '#contract/papers.ts';
import { courtChoices } from '#domain/incidents/incident-entries.ts';
import type { HearingId } from '#domain/ids.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime } from '../../ui/clock.ts';
import { countdownOf, sinceWords, whatFailed } from '../../ui/incident-words.ts';
import { ShapeMark, type Shape, type ShapeTone } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Asking } from '../hearing/use-ask.ts';
import { EstimateForm } from './estimate-form.tsx';
import styles from './incidents.module.css';
import { TellForm } from './tell-form.tsx';

const marks: Readonly<Record<IncidentShown['stage'], readonly [Shape, ShapeTone]>> = {
  open: ['cross', 'bad'],
  told: ['triangle', 'look'],
  awaited: ['triangle', 'look'],
  'not-restored': ['cross', 'bad'],
  restored: ['tick', 'good'],
  adjourned: ['pause', 'quiet'],
};

/** One incident: what, since when, who knows, until when; opened, all that can be done about it now. */
export function IncidentCard({
  state,
  asking,
  incident,
  isOpen,
  isSpecialist,
  onOpen,
  onAct,
}: {
  state: HallState;
  asking: Asking;
  incident: IncidentShown;
  isOpen: boolean;
  isSpecialist: boolean;
  onOpen: () => void;
  onAct: ((hearingId: HearingId) => void) | null;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const [form, turnTo] = useState<'tell' | 'estimate' | null>(null);
  const { incidentId, hearingId, stage, due, cause, tellings, restoreByMs, choice } = incident;
  const [shape, tone] = marks[stage];
  const countdown = countdownOf(incident, state.wallMs, words);
  const settle = (isRestored: boolean): void =>
    void asking.ask('incident.settle', { incidentId, isRestored, note: '' });
  const isStanding = stage !== 'restored';
  const mayDecide =
    incident.side === 'hearing' && hearingId !== null && (stage === 'awaited' || stage === 'not-restored');
  const isTaken = tellings.some(({ to, way }) => to === 'specialist' && way === 'screen');
  const toTell = t('incidents.due', { who: tt(`incidents.toWhom.${due.to}`), paragraph: due.paragraph });
  return (
    <li className={styles['card']} data-stage={stage} data-open={isOpen}>
      <button type="button" className={styles['head']} aria-expanded={isOpen} onClick={onOpen}>
        <ShapeMark shape={shape} tone={tone} />
        <span className={styles['what']}>
          <strong>{whatFailed(incident, words, state.hall.seats)}</strong>
          <span className={styles['quiet']}>
            {sinceWords(incident, state.wallMs, words)}
            {cause.source === 'other-court' && ` · ${cause.court}, ${cause.hall}`}
            {incident.caseNumber !== '' && ` · ${t('case.number', { number: incident.caseNumber })}`}
          </span>
        </span>
        <span className={styles['stage']}>
          {tt(`incidents.stages.${stage}`)}
          {countdown !== null && (
            <span className={styles['countdown']} data-over={countdown.isOver} role="timer">
              {countdown.text}
            </span>
          )}
        </span>
      </button>
      {isOpen && (
        <div className={styles['inside']}>
          {isStanding && !due.isTold && <p className={styles['due']}>{toTell}</p>}
          {tellings.map((each, index) => (
            <p key={index} className={styles['fact']}>
              {clockTime(each.atMs)} · {tt(`incidents.to.${each.to}`)}: {each.name}
              {each.name === '' ? '' : ', '}
              {tt(`incidents.ways.${each.way}`)}
            </p>
          ))}
          {restoreByMs !== null && (
            <p className={styles['fact']}>{t('incidents.restoreBy', { at: clockTime(restoreByMs) })}</p>
          )}
          {choice !== null && <p className={styles['fact']}>{tt(`incidents.chosen.${choice}`)}</p>}
          {form === 'tell' && <TellForm {...{ asking, incident, state }} onDone={() => turnTo(null)} />}
          {form === 'estimate' && (
            <EstimateForm {...{ asking, incidentId, isSpecialist }} onDone={() => turnTo(null)} />
          )}
          {form === null && (
            <div className={styles['acts']}>
              {isStanding && isSpecialist && !isTaken && (
                <BigButton
                  tone="next"
                  isDisabled={asking.isAsking}
                  onPress={() => void asking.ask('incident.take', { incidentId })}
                >
                  {t('incidents.take')}
                </BigButton>
              )}
              {isStanding && (
                <BigButton tone={due.isTold || isSpecialist ? 'plain' : 'next'} onPress={() => turnTo('tell')}>
                  {t('incidents.tell')}
                </BigButton>
              )}
              {isStanding && stage !== 'adjourned' && (
                <BigButton onPress={() => turnTo('estimate')}>{t('incidents.estimate')}</BigButton>
              )}
              {isStanding && (
                <BigButton isDisabled={asking.isAsking} onPress={() => settle(true)}>
                  {t('incidents.restored')}
                </BigButton>
              )}
              {isStanding && stage !== 'adjourned' && stage !== 'not-restored' && (
                <BigButton isDisabled={asking.isAsking} onPress={() => settle(false)}>
                  {t('incidents.notRestored')}
                </BigButton>
              )}
              {mayDecide &&
                courtChoices.map((each) => (
                  <BigButton
                    key={each}
                    isDisabled={asking.isAsking}
                    hint={t('incidents.byJudge')}
                    onPress={() => void asking.ask('incident.decide', { incidentId, choice: each })}
                  >
                    {tt(`incidents.choices.${each}`)}
                  </BigButton>
                ))}
              {onAct !== null && hearingId !== null && (
                <BigButton tone="quiet" onPress={() => onAct(hearingId)}>
                  {t('act.open')}
                </BigButton>
              )}
            </div>
          )}
        </div>
      )}
    </li>
  );
}
