import { useState, type ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import type { PlaceCheck } from '#domain/participants/place-check.ts';
import type { JoinLine } from '#line/join-line.ts';
import { HoldButton } from '../ui/hold-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import { HallSight } from './hall-sight.tsx';
import styles from './join.module.css';
import type { PartyMedia } from './party-media.ts';
import { ProblemForm } from './problem-form.tsx';
import { SelfView } from './self-view.tsx';
import { useToldCheck } from './use-told-check.ts';
import { useWakefulScreen } from './use-wakeful-screen.ts';
import { WhosePlace } from './whose-place.tsx';

type Test = Extract<JoinPlace, { say: 'test' }>;

/** P15.5: the test session. It says first and for as long as it lasts that nothing is recorded and that no hearing is held. */
export function TestScreen({ line, media, told }: { line: JoinLine; media: PartyMedia; told: Test }): ReactNode {
  const { t } = useWords();
  const [check, setCheck] = useState<PlaceCheck | null>(null);
  useWakefulScreen();
  useToldCheck(line, check);
  return (
    <div className={styles['column']}>
      <div className={styles['test']} role="status">
        <ShapeMark shape="ring" />
        <div>
          <h1>{t('join.test')}</h1>
          <p>{t('join.testAbout')}</p>
        </div>
      </div>
      <WhosePlace told={told} />
      {told.isOnLine ? (
        <>
          <p role="status">
            <strong>{t('join.testSpeaks')}</strong>
          </p>
          <HallSight media={media} isSmall={false} />
        </>
      ) : (
        <>
          <p role="status">{t('join.testWaits')}</p>
          <SelfView onFound={setCheck} />
        </>
      )}
      <p className={styles['quiet']}>{t('join.testAgain')}</p>
      <ProblemForm line={line} />
      <HoldButton tone="plain" size="large" onHeld={() => line.act({ say: 'leave' })}>
        {t('join.leave')}
      </HoldButton>
    </div>
  );
}
