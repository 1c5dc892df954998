import { useState, type ReactNode } from 'react';
import { paperLanguages, type Paper, type PaperLanguage } from '#domain/documents/paper.ts';
import type { Fault } from '#domain/faults.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { MadePaperView } from './made-paper-view.tsx';
import { PaperView } from './paper-view.tsx';
import styles from './request.module.css';

type Made = Parameters<typeof MadePaperView>[0]['made'];

/** A paper is written on the left and seen as it will look on the right, in either language; leaving keeps what was written. */
export function PaperDesk({
  title,
  caseNumber,
  madeTitle,
  language,
  onLanguage,
  paper,
  missing,
  isAsking,
  fault,
  onDismiss,
  made,
  onMake,
  onLeave,
  children,
}: Readonly<{
  title: string;
  caseNumber: string;
  madeTitle: string;
  language: PaperLanguage;
  onLanguage: (language: PaperLanguage) => void;
  paper: Paper | null;
  /** The blanks that are still empty, in words. */
  missing: readonly string[];
  isAsking: boolean;
  fault: Fault | null;
  onDismiss: () => void;
  made: Made | null;
  onMake: () => void;
  onLeave: () => void;
  children: ReactNode;
}>): ReactNode {
  const { t, tt } = useWords();
  const keyboard = useScreenKeyboard();
  return (
    <ScreenFrame
      title={title}
      about={t('case.number', { number: caseNumber })}
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={
        <BigButton size="large" isDisabled={isAsking} onPress={onLeave}>
          {t('ui.back')}
        </BigButton>
      }
      next={
        <BigButton tone="next" size="huge" isDisabled={isAsking || paper === null} onPress={onMake}>
          {t('request.make')}
        </BigButton>
      }
    >
      <div className={styles['columns']}>
        <section className={styles['form']}>
          <FaultLine fault={fault} onDismiss={onDismiss} />
          {children}
        </section>
        <section className={styles['result']}>
          <div className={styles['languages']} role="group" aria-label={t('request.language')}>
            {paperLanguages.map((each) => (
              <BigButton key={each} tone={each === language ? 'next' : 'plain'} onPress={() => onLanguage(each)}>
                {tt(`request.language.${each}`)}
              </BigButton>
            ))}
          </div>
          {made !== null && <MadePaperView title={madeTitle} made={made} />}
          {missing.length > 0 && (
            <div className={styles['missing']} role="status">
              <ShapeMark shape="triangle" tone="look" />
              <span>{t('request.missing', { blanks: missing.join(', ') })}</span>
            </div>
          )}
          {paper !== null && <PaperView paper={paper} />}
        </section>
      </div>
    </ScreenFrame>
  );
}

/** What becomes of a paper on the desk: kept, made and left. Files that were made no longer say what is written once it changes. */
export function useMaking(
  order: Readonly<{
    isShown: boolean;
    keep: () => Promise<boolean>;
    make: () => Promise<Made | null>;
    onDone: () => void;
  }>,
): Readonly<{ made: Made | null; forget: () => void; onMake: () => void; onLeave: () => void }> {
  const [made, setMade] = useState<Made | null>(null);
  const make = async (): Promise<void> => {
    setMade(null);
    if (await order.keep()) setMade(await order.make());
  };
  const leave = async (): Promise<void> => {
    if (!order.isShown || (await order.keep())) order.onDone();
  };
  return { made, forget: () => setMade(null), onMake: () => void make(), onLeave: () => void leave() };
}
