import { useState, type ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, shortDate, spanOfTime } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { OralOrderTick } from './oral-order-tick.tsx';
import styles from './standing-screen.module.css';
import { useAsk } from './use-ask.ts';

/** After a power loss: until when the record is whole, and one touch to go on. L5: nothing is recorded without it. */
export function InterruptedScreen({
  hall,
  state,
  hearing,
  interruption,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  interruption: NonNullable<OpenHearing['interruption']>;
}): ReactNode {
  const { t, tt } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [byOralOrder, setByOralOrder] = useState(false);
  const brokeOffAt = { date: shortDate(interruption.wallMs), time: clockTime(interruption.wallMs) };
  return (
    <main className={styles['screen']}>
      <div className={styles['calm']}>
        <p className={styles['case']}>№ {hearing.card.caseNumber}</p>
        <h1>{t('hearing.continueAsked')}</h1>
        <p className={styles['time']}>{spanOfTime(state.wallMs - interruption.wallMs)}</p>
        <p className={styles['since']}>{t('hearing.brokeOffAt', brokeOffAt)}</p>
        <ul className={styles['facts']}>
          <li>
            <ShapeMark shape="triangle" tone="look" />
            {tt(`interruptions.${interruption.cause}`)}
          </li>
          <li>
            <ShapeMark shape="tick" tone="good" />
            {t('hearing.recordedIsKept')}
          </li>
          <li>
            <ShapeMark shape="pause" />
            {t('hearing.nothingRecorded')}
          </li>
        </ul>
      </div>
      <FaultLine fault={fault} seats={state.hall.seats} onDismiss={dismiss} />
      <footer className={styles['foot']}>
        <HoldButton tone="grave" isDisabled={isAsking} onHeld={() => void ask('hearing.end', { byOralOrder })}>
          {t('hearing.end')}
        </HoldButton>
        <OralOrderTick isTicked={byOralOrder} onTick={setByOralOrder} />
        <BigButton
          tone="next"
          size="huge"
          functionKey="F9"
          isDisabled={isAsking}
          onPress={() => void ask('hearing.resume', { byOralOrder })}
        >
          {t('hearing.resumeHearing')}
        </BigButton>
      </footer>
    </main>
  );
}
