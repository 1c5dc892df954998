import type { ReactNode } from 'react';
import type { OpenHearing } from '#contract/papers.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './act-bar.module.css';
import { OralOrderTick } from './oral-order-tick.tsx';

/** What the secretary may ask for, in the order in which it is needed. */
export type Acts = Readonly<{
  readBack(lastS: number): void;
  beginBreak(): void;
  beginTechnicalBreak(): void;
  retire(): void;
  closeSession(): void;
  reopenSession(): void;
  resume(): void;
  end(): void;
}>;

/** Seconds that can be read back by one press. */
const readBackS = [10, 30, 60] as const;

/** The buttons of the hearing. What cannot be undone is held, and ending stands apart at the right. */
export function ActBar({
  phase,
  isRecordingGoingOn,
  isSessionClosed,
  isAsking,
  acts,
  byOralOrder,
  onOralOrder,
}: {
  phase: OpenHearing['phase'];
  isRecordingGoingOn: boolean;
  isSessionClosed: boolean;
  isAsking: boolean;
  acts: Acts;
  byOralOrder: boolean;
  onOralOrder(isTicked: boolean): void;
}): ReactNode {
  const { t } = useWords();
  const isPaused = phase !== 'open';
  const retire = (
    <HoldButton tone="plain" functionKey="F8" isDisabled={isAsking} onHeld={acts.retire}>
      {t('hearing.retire')}
    </HoldButton>
  );
  const end = (
    <HoldButton tone="grave" isDisabled={isAsking} onHeld={acts.end}>
      {t('hearing.end')}
    </HoldButton>
  );
  const repeats = (
    <div className={styles['repeats']} role="group" aria-label={t('hearing.repeatTitle')}>
      <span>{t('hearing.repeatTitle')}</span>
      {readBackS.map((seconds) => (
        <BigButton
          key={seconds}
          {...(seconds === 30 && { functionKey: 'F6' as const })}
          label={t('hearing.repeat', { seconds })}
          onPress={() => acts.readBack(seconds)}
        >
          {t('hearing.repeatLast', { seconds })}
        </BigButton>
      ))}
    </div>
  );
  const tick = <OralOrderTick isTicked={byOralOrder} onTick={onOralOrder} />;
  if (isPaused) {
    return (
      <div className={styles['acts']}>
        <div className={styles['row']}>
          {repeats}
          <span className={styles['apart']} />
          {end}
        </div>
        <div className={styles['row']}>
          {phase === 'technical-break' ? <div className={styles['retire']}>{retire}</div> : null}
          {tick}
          <div className={styles['next']}>
            <BigButton tone="next" size="huge" functionKey="F9" isDisabled={isAsking} onPress={acts.resume}>
              {t(isRecordingGoingOn ? 'hearing.resumeHearing' : 'hearing.resume')}
            </BigButton>
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className={styles['acts']}>
      <div className={styles['row']}>
        {repeats}
        <span className={styles['apart']} />
        <BigButton functionKey="F4" isDisabled={isAsking} onPress={acts.beginTechnicalBreak}>
          {t('hearing.technicalBreak')}
        </BigButton>
        <BigButton isDisabled={isAsking} onPress={acts.beginBreak}>
          {t('hearing.break')}
        </BigButton>
      </div>
      <div className={styles['row']}>
        <div className={styles['retire']}>{retire}</div>
        <div className={styles['session']}>
          <HoldButton
            tone="plain"
            {...(!isSessionClosed && { hint: t('session.cuts') })}
            isDisabled={isAsking}
            onHeld={isSessionClosed ? acts.reopenSession : acts.closeSession}
          >
            {t(isSessionClosed ? 'session.reopen' : 'session.close')}
          </HoldButton>
        </div>
        {tick}
        <div className={styles['end']}>{end}</div>
      </div>
    </div>
  );
}
