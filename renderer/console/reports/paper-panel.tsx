import { useEffect, useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import { paperLanguages, type Paper, type PaperLanguage } from '#domain/documents/paper.ts';
import type { ReportId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { PaperView } from '../request/paper-view.tsx';
import styles from './reports.module.css';

/** P22: the one-page report as it will be printed, in either language of the court, and its files. */
export function PaperPanel({ hall, reportId }: { hall: HallClient; reportId: ReportId }): ReactNode {
  const { t, tt } = useWords();
  const [language, setLanguage] = useState<PaperLanguage>('ru');
  const [paper, setPaper] = useState<Paper | null>(null);
  const [made, setMade] = useState<Answer<'check-report.make'> | null>(null);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  useEffect(() => {
    let isWanted = true;
    void hall.ask('check-report.preview', { reportId, language }).then((outcome) => {
      if (isWanted && outcome.ok) setPaper(outcome.value.paper);
    });
    return () => {
      isWanted = false;
    };
  }, [hall, reportId, language]);
  const make = async (): Promise<void> => {
    setMade(null);
    const outcome = await ask('check-report.make', { reportId, language });
    if (outcome.ok) setMade(outcome.value);
  };
  return (
    <>
      <div className={styles['acts']}>
        <div className={styles['acts']} role="group" aria-label={t('request.language')}>
          {paperLanguages.map((each) => (
            <BigButton
              key={each}
              tone={each === language ? 'next' : 'plain'}
              isPressed={each === language}
              onPress={() => {
                setMade(null);
                setLanguage(each);
              }}
            >
              {tt(`request.language.${each}`)}
            </BigButton>
          ))}
        </div>
        <BigButton tone="next" isDisabled={isAsking || paper === null} onPress={() => void make()}>
          {t('request.make')}
        </BigButton>
      </div>
      <FaultLine fault={fault ?? made?.hindrance ?? null} onDismiss={dismiss} />
      {made !== null && (
        <div role="status" className={styles['made']}>
          <ShapeMark shape="tick" tone="good" />
          <span>{[made.docx, ...(made.pdf === null ? [] : [made.pdf])].map(({ path }) => path).join('\n')}</span>
        </div>
      )}
      {paper !== null && <PaperView paper={paper} />}
    </>
  );
}
