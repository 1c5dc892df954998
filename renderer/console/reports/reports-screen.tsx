import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { ReportId } from '#domain/ids.ts';
import { canBeSample } from '#domain/check/check-report.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { shortDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { AcceptForm } from './accept-form.tsx';
import { PaperPanel } from './paper-panel.tsx';
import { ReportItems } from './report-items.tsx';
import { ReportList } from './report-list.tsx';
import styles from './reports.module.css';
import { TrendPanel } from './trend-panel.tsx';
import { useReport, useReports } from './use-reports.ts';

const parts = ['items', 'trend', 'paper'] as const;

/** The history of checks: what was found when, the sample that the hall is compared with, a plot for each quantity, and the page for the file. */
export function ReportsScreen({
  hall,
  state,
  personName,
  onDone,
}: Readonly<{ hall: HallClient; state: HallState; personName: string; onDone: () => void }>): ReactNode {
  const { t, tt } = useWords();
  const keyboard = useScreenKeyboard();
  const [part, setPart] = useState<(typeof parts)[number]>('items');
  const [chosenId, setChosenId] = useState<ReportId | null>(null);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const { check } = state;
  const isRunning = check?.state === 'running';
  const reports = useReports(hall, check?.reportId ?? state.lastCheck?.reportId ?? null);
  const rows = reports.list?.reports ?? [];
  const chosen = rows.find(({ reportId }) => reportId === chosenId) ?? rows[0] ?? null;
  const shown = useReport(hall, chosen?.reportId ?? null);
  const sample = reports.list?.acceptances[0] ?? null;
  const broken = reports.list?.broken ?? [];

  const accept = async (name: string): Promise<void> => {
    if (chosen === null) return;
    if ((await ask('check-report.accept', { reportId: chosen.reportId, name })).ok) reports.refresh();
  };
  return (
    <ScreenFrame
      title={t('reports.title')}
      about={
        sample === null
          ? t('reports.noSample')
          : t('reports.acceptedBy', { date: shortDate(sample.atMs), name: sample.name })
      }
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
      next={
        <BigButton tone="next" size="huge" isDisabled={isRunning} onPress={() => void ask('hall.check', {})}>
          {isRunning ? t('reports.checking', { seconds: Math.ceil(check.remainingMs / 1000) }) : t('reports.checkNow')}
        </BigButton>
      }
    >
      <div className={styles['columns']}>
        <section className={styles['side']}>
          <FaultLine fault={fault ?? reports.fault} onDismiss={dismiss} />
          {broken.length > 0 && (
            <p className={styles['broken']} role="alert">
              {t('reports.brokenFiles', { files: broken.map(({ file }) => file).join(', ') })}
            </p>
          )}
          {reports.list !== null && rows.length === 0 ? (
            <div className={styles['empty']}>
              <strong>{t('reports.empty')}</strong>
              {t('reports.emptyTodo')}
            </div>
          ) : (
            <ReportList reports={rows} chosenId={chosen?.reportId ?? null} onChoose={setChosenId} />
          )}
        </section>
        {chosen !== null && shown !== null && (
          <section className={styles['panel']}>
            <div className={styles['acts']} role="group" aria-label={t('reports.title')}>
              {parts.map((each) => (
                <BigButton
                  key={each}
                  tone={each === part ? 'next' : 'plain'}
                  isPressed={each === part}
                  onPress={() => setPart(each)}
                >
                  {tt(`reports.part.${each}`)}
                </BigButton>
              ))}
            </div>
            {part === 'items' && (
              <>
                <ReportItems shown={shown} />
                <span className={styles['quiet']}>{t('reports.signed', { signature: shown.signature })}</span>
                {canBeSample(chosen) && !chosen.isAccepted && (
                  <AcceptForm firstName={personName} isAsking={isAsking} onAccept={(name) => void accept(name)} />
                )}
              </>
            )}
            {part === 'trend' && <TrendPanel hall={hall} report={shown.report} />}
            {part === 'paper' && <PaperPanel key={chosen.reportId} hall={hall} reportId={chosen.reportId} />}
          </section>
        )}
      </div>
    </ScreenFrame>
  );
}
