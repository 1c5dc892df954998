import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { HallClient } from '#line/hall-client.ts';
import { shortDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { ControlNumber } from './control-number.tsx';
import styles from './halls.module.css';

/** The key by which other halls know this one: its number, until when it is good, and how it is renewed. */
export function OwnKey({ hall }: { hall: HallClient }): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [own, setOwn] = useState<Answer<'peers.list'>['own']>(null);
  const look = useCallback(async (): Promise<void> => {
    const outcome = await hall.ask('peers.list', {});
    if (outcome.ok) setOwn(outcome.value.own);
  }, [hall]);
  useEffect(
    () =>
      hall.onConnection((isConnected) => {
        if (isConnected) void look();
      }),
    [hall, look],
  );
  const renew = async (): Promise<void> => {
    const outcome = await ask('peer.renew-key', {});
    if (outcome.ok) setOwn(outcome.value.own);
  };
  if (own === null) return null;
  return (
    <section className={styles['way']}>
      <h2>{t('halls.key.title')}</h2>
      <ControlNumber digits={own.controlNumber} />
      <span>{t('halls.key.until', { date: shortDate(own.endsAtMs) })}</span>
      <FaultLine fault={fault} onDismiss={dismiss} />
      <div className={styles['acts']}>
        <HoldButton size="large" isDisabled={isAsking} onHeld={() => void renew()}>
          {t('halls.key.renew')}
        </HoldButton>
      </div>
      <p>{t('halls.key.about')}</p>
    </section>
  );
}
