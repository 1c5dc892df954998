import { useEffect, useRef, useState, type ReactNode } from 'react';
import { fault, type Fault } from '#domain/faults.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './clear-alarm-sheet.module.css';

/** P6: the judge's screen comes up on a monitor that nobody knew only when a person has looked where it stands. */
export function AdoptBenchSheet({ onClose }: { onClose(): void }): ReactNode {
  const { t } = useWords();
  const [refused, setRefused] = useState<Fault | null>(null);
  const [askedFrom] = useState(() => document.activeElement);
  const sheet = useRef<HTMLDivElement>(null);
  // For Escape, and so that the next Tab is at its first button.
  useEffect(() => sheet.current?.focus(), []);
  const close = (): void => {
    onClose();
    // Whoever works by keys goes on where it was asked for.
    if (askedFrom instanceof HTMLElement) askedFrom.focus();
  };
  const adopt = async (): Promise<void> => {
    if (await window.tarazy.adoptBench()) close();
    else setRefused(fault('monitor.no-spare', {}));
  };
  return (
    <div
      ref={sheet}
      tabIndex={-1}
      className={styles['sheet']}
      role="dialog"
      aria-label={t('monitors.adoptTitle')}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <h2>{t('monitors.adoptTitle')}</h2>
      <p>{t('monitors.adoptWarning')}</p>
      <FaultLine fault={refused} onDismiss={() => setRefused(null)} />
      <div className={styles['row']}>
        <span className={styles['todo']} />
        <BigButton tone="quiet" onPress={close}>
          {t('hearing.cancel')}
        </BigButton>
        <HoldButton tone="next" size="large" onHeld={() => void adopt()}>
          {t('monitors.adopt')}
        </HoldButton>
      </div>
    </div>
  );
}
