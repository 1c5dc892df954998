import { useEffect, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { monitorNames, type MonitorName } from '#contract/shell.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { monitorNo } from '../../ui/monitor-sign.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './setup.module.css';

/**
 * Which monitor is whose: each says its number and name while this step is open, and a wrong one is exchanged with the one whose it is. What
 * is chosen counts at once; the shell remembers it over unplugging and restarts.
 */
export function MonitorStep({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const { t, tt } = useWords();
  const [isRefused, setRefused] = useState(false);
  const { standing, namedUntilMs } = state.monitors;
  useEffect(() => {
    void hall.ask('monitors.name', { isNamed: true });
    return () => void hall.ask('monitors.name', { isNamed: false });
  }, [hall]);
  const swap = async (one: MonitorName, other: MonitorName): Promise<void> => {
    setRefused(one !== other && !(await window.tarazy.swapDisplays(one, other)));
    void hall.ask('monitors.name', { isNamed: true });
  };
  const there = monitorNames.filter((name) => standing.some(({ monitor }) => monitor === name));
  const choices = there.map((name) => ({ value: name, label: tt(`monitors.names.${name}`) }));
  return (
    <>
      <div className={styles['hint']}>{t(there.length > 1 ? 'setup.whichMonitor' : 'setup.oneMonitor')}</div>
      {isRefused && (
        <p className={styles['absent']} role="alert">
          {t('setup.notSwapped')}
        </p>
      )}
      <ul className={styles['devices']}>
        {standing.map(({ monitor, widthPx, heightPx }) => (
          <li key={monitor} className={styles['device']} data-used={true}>
            <div className={styles['label']}>
              {monitorNo(monitor)} · {widthPx}×{heightPx}
              {monitor === 'console' && ` · ${t('setup.thisMonitor')}`}
            </div>
            <span />
            <ChoiceField
              label={t('setup.monitorIs', { no: monitorNo(monitor) })}
              value={monitor}
              choices={choices}
              onChange={(other) => void swap(monitor, other)}
            />
          </li>
        ))}
      </ul>
      {there.length > 1 && (
        <div className={styles['more']}>
          <BigButton
            size="large"
            isDisabled={namedUntilMs !== null && namedUntilMs > state.wallMs}
            onPress={() => void hall.ask('monitors.name', { isNamed: true })}
          >
            {t('setup.nameMonitors')}
          </BigButton>
        </div>
      )}
    </>
  );
}
