import type { ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { PauseKind } from '#domain/hearing/phases.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../ui/big-button.tsx';
import { brokenLine } from '../ui/broken-line.ts';
import { FaultLine } from '../ui/fault-line.tsx';
import { hallName } from '../ui/hall-name.ts';
import { HoldButton } from '../ui/hold-button.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './bench.module.css';

/**
 * P19, L5: the judge's own orders. Retiring is held for a second; going on is one touch. While another hall is missing a technical
 * break is the next step, with its reason filled in.
 */
export function BenchOrders({
  hall,
  state,
  hearing,
  fault,
  take,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  /** What was refused of the judge's last order. */
  fault: Fault | null;
  take(asked: ReturnType<HallClient['ask']>): Promise<void>;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const isWaiting = hearing.interruption !== null;
  const broken = brokenLine(state);
  const name = broken === null ? '' : hallName(broken.peer, words);
  const pause = (kind: PauseKind, note = ''): void =>
    void take(hall.ask('hearing.pause', { pause: kind, byOralOrder: false, note }));
  return (
    <div className={styles['orders']}>
      {fault !== null && <FaultLine fault={fault} />}
      {(hearing.phase !== 'open' || isWaiting) && (
        <BigButton
          tone="next"
          size={hearing.phase === 'technical-break' && !isWaiting ? 'large' : 'huge'}
          functionKey="F9"
          onPress={() => void take(hall.ask('hearing.resume', { byOralOrder: false }))}
        >
          {t(isWaiting || hearing.pause?.recordingGoesOn === true ? 'hearing.resumeHearing' : 'hearing.resume')}
        </BigButton>
      )}
      {broken !== null && (
        <p className={styles['broken']} role="status">
          {t('line.brokenFor', { name, seconds: Math.floor(broken.sinceMs / 1000) })}
        </p>
      )}
      {hearing.phase === 'open' && !isWaiting && (
        <BigButton
          tone={broken === null ? 'plain' : 'next'}
          size="large"
          functionKey="F4"
          onPress={() => pause('technical-break', broken === null ? '' : t('line.breakReason', { name }))}
        >
          {t('hearing.technicalBreak')}
        </BigButton>
      )}
      {hearing.phase === 'open' && !isWaiting && (
        <HoldButton
          tone="plain"
          size="large"
          {...(!hearing.isSessionClosed && { hint: t('session.cuts') })}
          onHeld={() =>
            void take(hall.ask(hearing.isSessionClosed ? 'session.reopen' : 'session.close', { byOralOrder: false }))
          }
        >
          {t(hearing.isSessionClosed ? 'session.reopen' : 'session.close')}
        </HoldButton>
      )}
      {(hearing.phase === 'open' || hearing.phase === 'technical-break') && !isWaiting && (
        <HoldButton tone="plain" size="large" functionKey="F8" onHeld={() => pause('deliberation')}>
          {t('hearing.retire')}
        </HoldButton>
      )}
    </div>
  );
}
