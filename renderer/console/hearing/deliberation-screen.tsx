import type { ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, spanOfTime } from '../../ui/clock.ts';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { OralOrderTick } from './oral-order-tick.tsx';
import styles from './standing-screen.module.css';
import { useAsk } from './use-ask.ts';

/** L5: while the court deliberates there is nothing to see and nothing to hear, only since when, and the way back. */
export function DeliberationScreen({
  hall,
  state,
  hearing,
  byOralOrder,
  onOralOrder,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  byOralOrder: boolean;
  onOralOrder(isTicked: boolean): void;
}): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const goneMs = hearing.pause === null ? 0 : (hearing.nowUs - hearing.pause.atUs) / 1000;
  // Said only when the hall confirms that nothing is being captured, never because it was asked for.
  const isClosed = state.lamp.state === 'closed' || state.lamp.state === 'off';
  const act = async (verb: 'hearing.resume' | 'hearing.end'): Promise<void> => {
    const outcome = await ask(verb, { byOralOrder });
    if (outcome.ok) onOralOrder(false);
  };
  return (
    <main className={styles['screen']}>
      <div className={styles['calm']}>
        <p className={styles['case']}>№ {hearing.card.caseNumber}</p>
        <h1>{t('hearing.inDeliberation')}</h1>
        <p className={styles['time']}>{spanOfTime(goneMs)}</p>
        <p className={styles['since']}>{t('hearing.since', { time: clockTime(state.wallMs - goneMs) })}</p>
        <ul className={styles['facts']} data-closed={isClosed}>
          {isClosed ? (
            <>
              <li>
                <ShapeMark shape="tick" tone="good" />
                {t('hearing.nothingRecorded')}
              </li>
              <li>
                <ShapeMark shape="tick" tone="good" />
                {t('hearing.devicesClosed')}
              </li>
            </>
          ) : (
            <li>
              <ShapeMark shape="dots" tone="look" />
              {t('hearing.devicesClosing')}
            </li>
          )}
        </ul>
      </div>
      <FaultLine fault={fault} seats={state.hall.seats} onDismiss={dismiss} />
      <footer className={styles['foot']}>
        <HoldButton tone="grave" isDisabled={isAsking} onHeld={() => void act('hearing.end')}>
          {t('hearing.end')}
        </HoldButton>
        <OralOrderTick isTicked={byOralOrder} onTick={onOralOrder} />
        <BigButton
          tone="next"
          size="huge"
          functionKey="F9"
          isDisabled={isAsking}
          onPress={() => void act('hearing.resume')}
        >
          {t('hearing.resume')}
        </BigButton>
      </footer>
    </main>
  );
}
