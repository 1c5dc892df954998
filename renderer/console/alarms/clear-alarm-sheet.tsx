import { useState, type ReactNode } from 'react';
import type { Alarm, HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { sortAlarms } from '../../ui/strip-words.ts';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { WritingLine } from '../hearing/writing-line.tsx';
import styles from './clear-alarm-sheet.module.css';

/** Usual reasons, words under `alarms.reasons.<reason>`. */
const reasons = ['checked', 'intended', 'being-mended'] as const;

/** What a power loss asks is answered by going on with the hearing, never by taking the question off the screen. */
export function mayBeCleared({ fault }: Alarm): boolean {
  return fault.key !== 'hearing.interrupted' && fault.key !== 'api.hall-unreachable';
}

/**
 * A person takes an alarm off the screens and answers for it with a reason that stays in the journal. Several may
 * stand: the one that was asked about is chosen, and another can be.
 */
export function ClearAlarmSheet({
  hall,
  state,
  asked,
  onClose,
}: {
  hall: HallClient;
  state: HallState;
  /** The alarm beside which the button was pressed. */
  asked: Alarm['id'];
  onClose(): void;
}): ReactNode {
  const { t, tt, faultWords } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [picked, setPicked] = useState(asked);
  const [reason, setReason] = useState('');
  const [askedFrom] = useState(() => document.activeElement);
  const alarms = sortAlarms(state.alarms).filter(mayBeCleared);
  const chosen = alarms.find(({ id }) => id === picked);
  const mayClear = chosen !== undefined && reason.trim() !== '' && !isAsking;
  const close = (): void => {
    onClose();
    // Whoever works by keys goes on where it was asked for.
    if (askedFrom instanceof HTMLElement) askedFrom.focus();
  };
  const clear = async (): Promise<void> => {
    if (!mayClear) return;
    const outcome = await ask('alarm.clear', { alarmId: chosen.id, reason: reason.trim() });
    if (outcome.ok) close();
  };
  return (
    <form
      className={styles['sheet']}
      role="dialog"
      aria-label={t('alarms.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void clear();
      }}
    >
      <h2>{t('alarms.title')}</h2>
      {chosen === undefined && <p>{t('alarms.over')}</p>}
      <div className={styles['alarms']} role="radiogroup" aria-label={t('alarms.which')}>
        {alarms.map((alarm) => {
          const { happened, code } = faultWords(alarm.fault, state.hall.seats);
          return (
            <button
              key={alarm.id}
              type="button"
              role="radio"
              aria-checked={alarm.id === picked}
              onClick={() => setPicked(alarm.id)}
            >
              {happened} <span className={styles['code']}>{t('strip.code', { code })}</span>
            </button>
          );
        })}
      </div>
      <div className={styles['reasons']}>
        {reasons.map((each) => {
          const usual = tt(`alarms.reasons.${each}`);
          return (
            <button key={each} type="button" aria-pressed={reason === usual} onClick={() => setReason(usual)}>
              {usual}
            </button>
          );
        })}
      </div>
      <WritingLine label={t('alarms.reason')} value={reason} hasFocus onChange={setReason} onCancel={close} />
      <FaultLine fault={fault} seats={state.hall.seats} onDismiss={dismiss} />
      <div className={styles['row']}>
        <span className={styles['todo']}>{t('alarms.meaning')}</span>
        <BigButton tone="quiet" onPress={close}>
          {t('hearing.cancel')}
        </BigButton>
        <BigButton tone="next" size="large" isDisabled={!mayClear} onPress={() => void clear()}>
          {t('alarms.clear')}
        </BigButton>
      </div>
    </form>
  );
}
