import type { ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import { participantRights, type ParticipantRight } from '#domain/participants/participant-entries.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { HoldButton } from '../ui/hold-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import { AttendanceForm } from './attendance-form.tsx';
import { ChannelChoice } from './channel-choice.tsx';
import styles from './join.module.css';
import type { DocumentDesk } from './document-desk.ts';
import { DocumentForm } from './document-form.tsx';
import { HallSight } from './hall-sight.tsx';
import type { PartyMedia } from './party-media.ts';
import { ProblemForm } from './problem-form.tsx';
import { ShownDocument } from './shown-document.tsx';
import { useWakefulScreen } from './use-wakeful-screen.ts';
import { WhosePlace } from './whose-place.tsx';

type Inside = Extract<JoinPlace, { say: 'inside' }>;

/** In the hearing: what the court directs and asks comes first, then what one may do. */
export function InsideScreen({
  line,
  media,
  desk,
  told,
}: {
  line: JoinLine;
  media: PartyMedia;
  desk: DocumentDesk;
  told: Inside;
}): ReactNode {
  const { t } = useWords();
  const { directions, isHandRaised } = told;
  useWakefulScreen();
  return (
    <div className={styles['column']} data-document={told.exhibit !== null}>
      <WhosePlace told={told} />
      <div className={styles['inside']} role="status">
        <ShapeMark
          shape={told.isCut ? 'pause' : told.isIdentified ? 'tick' : 'dots'}
          tone={told.isIdentified && !told.isCut ? 'good' : 'inherit'}
        />
        <div>
          <h1>{t(told.isCut ? 'join.cut' : 'join.inside')}</h1>
          <p>{told.isCut ? t('join.cutAbout') : t(told.isIdentified ? 'join.identified' : 'join.notIdentified')}</p>
          <p className={styles['quiet']}>{t('join.case', { caseNumber: told.caseNumber })}</p>
        </div>
      </div>
      {told.exhibit !== null && <ShownDocument line={line} exhibit={told.exhibit} />}
      {!told.isCut && <HallSight media={media} isSmall={told.exhibit !== null} />}
      {told.channel !== null && <ChannelChoice line={line} channel={told.channel} />}
      {told.isMuted && (
        <p className={styles['look']} role="status">
          <ShapeMark shape="triangle" tone="look" />
          {t('join.muted')}
        </p>
      )}
      {directions.length > 0 && (
        <section className={styles['directions']} aria-live="assertive">
          <h2>{t('join.directions')}</h2>
          {[...directions].reverse().map(({ text, wallMs }) => (
            <p key={`${wallMs} ${text}`}>{text}</p>
          ))}
        </section>
      )}
      {told.asksUnder16 && <Under16 line={line} />}
      <BigButton
        tone={isHandRaised ? 'plain' : 'next'}
        size="huge"
        onPress={() => line.act({ say: 'hand', isRaised: !isHandRaised })}
      >
        {t(isHandRaised ? 'join.handDown' : 'join.hand')}
      </BigButton>
      {!told.isCut && <DocumentForm desk={desk} documents={told.documents} />}
      <section className={styles['sheet']}>
        <h2>{t('join.rights')}</h2>
        {participantRights.map((right) => (
          <Right key={right} line={line} right={right} isGood={told.rights[right].page} />
        ))}
      </section>
      {told.role === 'official' && <AttendanceForm line={line} />}
      <ProblemForm line={line} />
      <p className={styles['quiet']}>{t('join.recording')}</p>
      <HoldButton tone="plain" size="large" onHeld={() => line.act({ say: 'leave' })}>
        {t('join.leave')}
      </HoldButton>
    </div>
  );
}

/** P29: asked by the page at the beginning and after each break. */
function Under16({ line }: { line: JoinLine }): ReactNode {
  const { t } = useWords();
  const answer = (isPresent: boolean) => () => void line.act({ say: 'under-16', isPresent });
  return (
    <section className={styles['asked']} role="alert">
      <h2>{t('join.under16')}</h2>
      <p>{t('join.under16About')}</p>
      <div className={styles['choices']}>
        <BigButton size="large" onPress={answer(false)}>
          {t('join.under16No')}
        </BigButton>
        <BigButton size="large" onPress={answer(true)}>
          {t('join.under16Yes')}
        </BigButton>
      </div>
    </section>
  );
}

/** P36: the participant says whether it goes well; the hall says it too. */
function Right({
  line,
  right,
  isGood,
}: {
  line: JoinLine;
  right: ParticipantRight;
  isGood: boolean | null;
}): ReactNode {
  const { t, tt } = useWords();
  return (
    <div className={styles['right']} role="group" aria-label={tt(`join.rights.${right}`)}>
      <span>{tt(`join.rights.${right}`)}</span>
      {[true, false].map((each) => (
        <button
          key={String(each)}
          type="button"
          className={styles['answer']}
          data-good={each}
          aria-pressed={isGood === each}
          onClick={() => line.act({ say: 'confirm', right, isGood: each })}
        >
          <ShapeMark shape={each ? 'tick' : 'cross'} />
          {t(each ? 'join.yes' : 'join.no')}
        </button>
      ))}
    </div>
  );
}
