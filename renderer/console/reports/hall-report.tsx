import { useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { PeerShown } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, shortDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { ReportItems } from './report-items.tsx';
import styles from './reports.module.css';

/** P22: the last check of another hall, asked of it and signed by the key that is pinned here. */
export function HallReport({ hall, peer }: { hall: HallClient; peer: PeerShown }): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [given, setGiven] = useState<Answer<'check-report.ask'> | null>(null);
  const look = async (): Promise<void> => {
    const outcome = await ask('check-report.ask', { peerId: peer.id });
    setGiven(outcome.ok ? outcome.value : null);
  };
  const report = given?.report ?? null;
  return (
    <div className={styles['hall']}>
      <BigButton tone="quiet" isDisabled={peer.link !== 'up' || isAsking} onPress={() => void look()}>
        {t('reports.askHall')}
      </BigButton>
      <FaultLine fault={fault} onDismiss={dismiss} />
      {given !== null && report === null && <span className={styles['quiet']}>{t('reports.noneThere')}</span>}
      {report !== null && (
        <>
          <strong>
            {shortDate(report.startedAtMs)} {clockTime(report.startedAtMs)}:{' '}
            {t(report.passed ? 'reports.passed' : 'reports.failed')}
          </strong>
          <span className={styles['quiet']}>{t('reports.signedThere')}</span>
          <ReportItems shown={{ report, since: [] }} />
        </>
      )}
    </div>
  );
}
