import { useState, type ReactNode } from 'react';
import type { Timeline } from '#contract/hall.ts';
import type { Verification } from '#contract/verification.ts';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, shortDate, spanOfTime } from '../../ui/clock.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './after-screen.module.css';
import { PlayerDesk } from './player-desk.tsx';
import { useTimeline } from './use-timeline.ts';

/** A hearing that has ended: its whole record on one time line. */
export function AfterScreen({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  return state.hearing === null ? null : (
    <RecordedHearing key={state.hearing.hearingId} hall={hall} state={state} hearing={state.hearing} />
  );
}

function RecordedHearing({
  hall,
  state,
  hearing,
}: {
  hall: HallClient;
  state: HallState;
  hearing: NonNullable<HallState['hearing']>;
}): ReactNode {
  const { t } = useWords();
  const leaving = useAsk(hall);
  const { timeline, fault, dismiss, edition, reload } = useTimeline(hall, hearing.hearingId);
  const [startUs, setStartUs] = useState(0);
  const [verification, setVerification] = useState<Verification | null>(null);
  const intact = verification?.intact ?? timeline?.hearing.intact ?? null;
  const { card } = hearing;

  return (
    <main className={styles['after']}>
      <header className={styles['head']}>
        <BigButton
          tone="next"
          isDisabled={leaving.isAsking}
          onPress={() => void leaving.ask('hearing.select', { hearingId: null })}
        >
          ‹ {t('after.back')}
        </BigButton>
        <div className={styles['what']}>
          <h1>{t('case.number', { number: card.caseNumber })}</h1>
          <p>
            {describe(hearing, timeline)} · {card.judge}
          </p>
        </div>
        <Seal intact={intact} />
      </header>
      <FaultLine fault={leaving.fault ?? fault} onDismiss={leaving.fault === null ? dismiss : leaving.dismiss} />
      {timeline === null ? (
        <p className={styles['wait']} role="status">
          {fault === null && t('after.loading')}
        </p>
      ) : (
        <PlayerDesk
          key={edition}
          hall={hall}
          timeline={timeline}
          card={card}
          seats={state.hall.seats}
          startUs={startUs}
          verification={verification}
          onVerified={setVerification}
          onLost={(atUs) => {
            setStartUs(atUs);
            reload();
          }}
        />
      )}
    </main>
  );
}

function describe(hearing: NonNullable<HallState['hearing']>, timeline: Timeline | null): string {
  const openedAtMs = timeline?.hearing.openedAtMs ?? hearing.openedAtMs;
  if (openedAtMs === null) return '';
  const endedAtMs = timeline?.hearing.endedAtMs ?? null;
  const hours = endedAtMs === null ? clockTime(openedAtMs) : `${clockTime(openedAtMs)}–${clockTime(endedAtMs)}`;
  return `${shortDate(openedAtMs)}, ${hours} · ${spanOfTime(timeline?.hearing.durationMs ?? hearing.nowUs / 1000)}`;
}

function Seal({ intact }: { intact: boolean | null }): ReactNode {
  const { t } = useWords();
  if (intact === null)
    return (
      <span className={styles['seal']} data-state="unknown">
        <ShapeMark shape="ring" tone="quiet" />
        {t('after.notVerified')}
      </span>
    );
  return intact ? (
    <span className={styles['seal']} data-state="good">
      <ShapeMark shape="tick" tone="good" />
      {t('after.intact')}
    </span>
  ) : (
    <span className={styles['seal']} data-state="bad">
      <ShapeMark shape="triangle" tone="bad" />
      {t('after.damaged')}
    </span>
  );
}
