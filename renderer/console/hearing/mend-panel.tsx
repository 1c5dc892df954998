import { useEffect, useState, type ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './mend-panel.module.css';
import { reserveDevices, troubledSeats } from './troubled-seats.ts';
import { useAsk } from './use-ask.ts';
import { WritingLine } from './writing-line.tsx';

/** Usual reasons, words under `mend.reasons.<reason>`. */
const reasons = ['broken', 'unplugged', 'no-signal'] as const;

/**
 * L3: leads through what can be done about a device that failed in the hearing: open it anew, take a reserve, or go on
 * without it for a reason that goes into the protocol. What the hearing goes on without stays on the screen.
 */
export function MendPanel({
  hall,
  state,
  hearing,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
}): ReactNode {
  const words = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const troubled = troubledSeats(state);
  const [seat] = troubled;
  if (seat === undefined && hearing.leftOut.length === 0 && fault === null) return null;
  return (
    <div className={styles['panel']} role="group" aria-label={words.t('mend.title')}>
      {hearing.leftOut.map(({ seatId, reason }) => {
        const without = state.hall.seats.find(({ id }) => id === seatId);
        return (
          <div key={seatId} className={styles['without']}>
            <ShapeMark shape="triangle" tone="look" />
            <span className={styles['words']}>
              {words.t('mend.without', { seat: without === undefined ? seatId : seatName(without, words), reason })}
            </span>
            <BigButton isDisabled={isAsking} onPress={() => void ask('seat.restart', { seatId })}>
              {words.t('mend.takeIn')}
            </BigButton>
          </div>
        );
      })}
      {seat !== undefined && (
        <Steps key={seat.id} seat={seat} more={troubled.length - 1} state={state} ask={ask} isAsking={isAsking} />
      )}
      <FaultLine fault={fault} seats={state.hall.seats} onDismiss={dismiss} />
    </div>
  );
}

/** The devices that could stand in, followed while they are plugged and unplugged. */
function useReserve(state: HallState, kind: Seat['kind']): ReturnType<typeof reserveDevices> {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    let isWanted = true;
    const look = (): void =>
      void navigator.mediaDevices.enumerateDevices().then((found) => {
        if (isWanted) setDevices(found);
      });
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => {
      isWanted = false;
      navigator.mediaDevices.removeEventListener('devicechange', look);
    };
  }, []);
  return reserveDevices(devices, state.hall.seats, kind);
}

function Steps({
  seat,
  more,
  state,
  ask,
  isAsking,
}: {
  seat: Seat;
  /** How many other seats are in trouble; they come next. */
  more: number;
  state: HallState;
  ask: ReturnType<typeof useAsk>['ask'];
  isAsking: boolean;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const [isRestarted, setIsRestarted] = useState(false);
  const [step, setStep] = useState<'choose' | 'reserve' | 'leave-out'>('choose');
  const [reason, setReason] = useState('');
  const reserve = useReserve(state, seat.kind);
  const name = seatName(seat, words);
  // What a device still gives is recorded, however ill it is.
  const isStopped = state.lamp.tracks.some((track) => track.seatId === seat.id && track.state === 'stopped');
  const next = !isRestarted ? 'restart' : reserve.length > 0 ? 'reserve' : 'leave-out';
  const toneOf = (each: typeof next): 'next' | 'plain' => (each === next ? 'next' : 'plain');
  const heading = {
    choose: isStopped ? 'mend.notRecorded' : 'mend.ailing',
    reserve: 'mend.whichReserve',
    'leave-out': 'mend.whyWithout',
  } as const;
  const restart = (seatId: SeatId): void => {
    setIsRestarted(true);
    void ask('seat.restart', { seatId });
  };
  const leaveOut = (): void => {
    if (reason.trim() !== '') void ask('seat.leave-out', { seatId: seat.id, reason });
  };
  return (
    <form
      className={styles['steps']}
      data-step={step}
      onSubmit={(event) => {
        event.preventDefault();
        leaveOut();
      }}
    >
      <h2>
        <ShapeMark shape="cross" tone="bad" />
        {t(heading[step], { seat: name })}
        {more > 0 && <span className={styles['more']}>{t('strip.more', { count: more })}</span>}
      </h2>
      {step === 'choose' && (
        <div className={styles['row']}>
          <BigButton tone={toneOf('restart')} isDisabled={isAsking} onPress={() => restart(seat.id)}>
            {t('mend.restart')}
          </BigButton>
          <BigButton
            tone={toneOf('reserve')}
            isDisabled={isAsking || reserve.length === 0}
            {...(reserve.length === 0 && { hint: t('mend.noReserve') })}
            onPress={() => setStep('reserve')}
          >
            {t('mend.reserve')}
          </BigButton>
          <BigButton tone={toneOf('leave-out')} isDisabled={isAsking} onPress={() => setStep('leave-out')}>
            {t('mend.leaveOut')}
          </BigButton>
        </div>
      )}
      {step === 'reserve' && (
        <div className={styles['row']}>
          {reserve.map((device) => (
            <BigButton
              key={device.deviceId}
              isDisabled={isAsking}
              onPress={() => void ask('seat.replace', { seatId: seat.id, device })}
            >
              {device.label}
            </BigButton>
          ))}
          <span className={styles['far']} />
          <BigButton tone="quiet" onPress={() => setStep('choose')}>
            {t('hearing.cancel')}
          </BigButton>
        </div>
      )}
      {step === 'leave-out' && (
        <>
          <div className={styles['reasons']}>
            {reasons.map((each) => {
              const usual = tt(`mend.reasons.${each}`);
              return (
                <button key={each} type="button" aria-pressed={reason === usual} onClick={() => setReason(usual)}>
                  {usual}
                </button>
              );
            })}
          </div>
          <WritingLine
            label={t('mend.reason')}
            value={reason}
            hasFocus={false}
            onChange={setReason}
            onCancel={() => setStep('choose')}
          />
          <div className={styles['row']}>
            <span className={styles['far']} />
            <BigButton tone="quiet" onPress={() => setStep('choose')}>
              {t('hearing.cancel')}
            </BigButton>
            <BigButton tone="next" size="large" isDisabled={isAsking || reason.trim() === ''} onPress={leaveOut}>
              {t('mend.goOnWithout')}
            </BigButton>
          </div>
        </>
      )}
    </form>
  );
}
