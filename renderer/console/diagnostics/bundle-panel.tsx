import { useEffect, useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './diagnostics.module.css';

/** What whoever helps from afar needs, in one file, and what is never in it. */
export function BundlePanel({ hall }: { hall: HallClient }): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [doneShare, setDoneShare] = useState(0);
  const [made, setMade] = useState<Answer<'logs.bundle'> | null>(null);
  useEffect(() => hall.on('bundle.progressed', (told) => setDoneShare(told.doneShare)), [hall]);
  const make = async (): Promise<void> => {
    setMade(null);
    setDoneShare(0);
    const outcome = await ask('logs.bundle', {});
    if (outcome.ok) setMade(outcome.value);
  };
  return (
    <div className={styles['bundle']}>
      <p>{t('diagnostics.bundle.about')}</p>
      <p>{t('diagnostics.bundle.never')}</p>
      <FaultLine fault={fault} onDismiss={dismiss} />
      <div className={styles['start']}>
        <BigButton tone="next" size="large" isDisabled={isAsking} onPress={() => void make()}>
          {t('diagnostics.bundle.make')}
        </BigButton>
        {isAsking && (
          <label className={styles['share']}>
            {t('diagnostics.bundle.making')}
            <progress value={doneShare} max={1} />
          </label>
        )}
      </div>
      {made !== null && (
        <div className={styles['hint']} role="status">
          {t('diagnostics.bundle.made', { files: made.files, kilobytes: Math.ceil(made.lengthBytes / 1000) })}
          <div className={styles['path']}>{made.path}</div>
        </div>
      )}
    </div>
  );
}
