import type { ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import type { JoinLine } from '#line/join-line.ts';
import { HoldButton } from '../ui/hold-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';
import { LineCheckPanel } from './line-check.tsx';
import { AttendanceForm } from './attendance-form.tsx';
import { CourtCalls } from './court-calls.tsx';
import { ProblemForm } from './problem-form.tsx';
import { SelfView } from './self-view.tsx';
import { useWakefulScreen } from './use-wakeful-screen.ts';
import { WhosePlace } from './whose-place.tsx';

type Waiting = Extract<JoinPlace, { say: 'wait' }>;

/** L8: the waiting room, without any feed: who one is, how one looks, and to wait. */
export function WaitScreen({ line, told }: { line: JoinLine; told: Waiting }): ReactNode {
  const { t } = useWords();
  useWakefulScreen();
  return (
    <div className={styles['column']}>
      <WhosePlace told={told} />
      {told.isCalled ? (
        <CourtCalls />
      ) : (
        <div className={styles['wait']} role="status">
          <ShapeMark shape="dots" />
          <h1>{t('join.waiting')}</h1>
        </div>
      )}
      <p>{t('join.waitingAbout')}</p>
      <LineCheckPanel line={line} told={told} />
      <SelfView />
      <p className={styles['quiet']}>{t('join.prepare')}</p>
      {told.role === 'official' && <AttendanceForm line={line} />}
      <ProblemForm line={line} />
      <HoldButton tone="plain" size="large" onHeld={() => line.act({ say: 'leave' })}>
        {t('join.leave')}
      </HoldButton>
    </div>
  );
}
