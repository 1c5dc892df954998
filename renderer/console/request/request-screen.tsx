import { useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { HearingSummary } from '#contract/papers.ts';
import { paperLanguages, type PaperLanguage } from '#domain/documents/paper.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { MadePaperView } from './made-paper-view.tsx';
import { PaperView } from './paper-view.tsx';
import { RequestForm } from './request-form.tsx';
import styles from './request.module.css';
import { useRequest } from './use-request.ts';

/** The blank of a form that a name of the paper belongs to: persons are numbered there. */
const blankName = (name: string): string => name.replace(/\d+$/, '');

/** The request of Appendix 1: its blanks, the paper as it will look, and what it still lacks. */
export function RequestScreen({
  hall,
  hearing: { hearingId, card },
  onDone,
}: {
  hall: HallClient;
  hearing: HearingSummary;
  onDone: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const keyboard = useScreenKeyboard();
  const [language, setLanguage] = useState<PaperLanguage>('ru');
  const [made, setMade] = useState<Answer<'request.make'> | null>(null);
  const request = useRequest(hall, hearingId, language);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);

  const keep = async (): Promise<boolean> => (await ask('request.draft', { hearingId, draft: request.draft })).ok;
  const make = async (): Promise<void> => {
    setMade(null);
    if (!(await keep())) return;
    const outcome = await ask('request.make', { hearingId, language });
    if (outcome.ok) setMade(outcome.value);
  };
  const leave = async (): Promise<void> => {
    if (request.paper === null || (await keep())) onDone();
  };
  // Files that were made no longer say what the screen says.
  const change: typeof request.change = (part) => {
    setMade(null);
    request.change(part);
  };
  const missing = [...new Set((request.paper?.missing ?? []).map(blankName))];
  return (
    <ScreenFrame
      title={t('request.title')}
      about={t('case.number', { number: card.caseNumber })}
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={
        <BigButton size="large" isDisabled={isAsking} onPress={() => void leave()}>
          {t('ui.back')}
        </BigButton>
      }
      next={
        <BigButton tone="next" size="huge" isDisabled={isAsking || request.paper === null} onPress={() => void make()}>
          {t('request.make')}
        </BigButton>
      }
    >
      <div className={styles['columns']}>
        <section className={styles['form']}>
          <FaultLine fault={fault ?? request.fault} onDismiss={dismiss} />
          <RequestForm card={card} paper={request.paper} draft={request.draft} onChange={change} />
        </section>
        <section className={styles['result']}>
          <div className={styles['languages']} role="group" aria-label={t('request.language')}>
            {paperLanguages.map((each) => (
              <BigButton key={each} tone={each === language ? 'next' : 'plain'} onPress={() => setLanguage(each)}>
                {tt(`request.language.${each}`)}
              </BigButton>
            ))}
          </div>
          {made !== null && <MadePaperView title={t('request.made')} made={made} />}
          {missing.length > 0 && (
            <div className={styles['missing']} role="status">
              <ShapeMark shape="triangle" tone="look" />
              <span>
                {t('request.missing', { blanks: missing.map((each) => tt(`request.blank.${each}`)).join(', ') })}
              </span>
            </div>
          )}
          {request.paper !== null && <PaperView paper={request.paper} />}
        </section>
      </div>
    </ScreenFrame>
  );
}
