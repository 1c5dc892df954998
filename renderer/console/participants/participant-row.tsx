import { useState, type ReactNode } from 'react';
import type { ParticipantShown } from '#contract/participants.ts';
import type { HearingId } from '#domain/ids.ts';
import { judgeVoice, type VoiceFigures } from '#domain/peers/voice-figures.ts';
import {
  participantRights,
  sendingReasons,
  type ParticipantRight,
  type SendingReason,
} from '#domain/participants/participant-entries.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime } from '../../ui/clock.ts';
import { ChoiceField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { LentPicture } from '../../ui/lent-picture.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Asking } from '../hearing/use-ask.ts';
import { LineFigures } from './line-figures.tsx';
import { AttendanceReport } from './attendance-report.tsx';
import styles from './participants.module.css';
import { WordsForm } from './words-form.tsx';

type RowProps = Readonly<{
  asking: Asking;
  hearingId: HearingId;
  participant: ParticipantShown;
  /** How they are heard over the line that stands; null where none does or they have not spoken. */
  voice: VoiceFigures | null;
  /** Brings the photograph of the motion. */
  photo: ReactNode;
  isOnScreen: boolean;
  onAnew(): void;
  onChanged(): void;
}>;

/** One participant: where they stand in words, the next right step, and the rest behind "more". */
export function ParticipantRow(props: RowProps): ReactNode {
  const { asking, participant, isOnScreen } = props;
  const { t, tt } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { participantId, stage, identity, isHere } = participant;
  const isInside = isInHearing(participant);
  return (
    <li className={styles['row']} data-stage={stage} data-here={isHere}>
      <div className={styles['head']}>
        <ShapeMark shape={isHere ? 'disc' : 'ring'} tone={isHere ? 'good' : 'quiet'} />
        {participant.photoUrl !== null && (
          <LentPicture className={styles['photo']} url={participant.photoUrl} alt={t('participants.photo')} />
        )}
        <div className={styles['who']}>
          <span className={styles['name']}>{participant.name}</span>
          <span className={styles['quiet']} role="status">
            {tt(`participants.roles.${participant.role}`)} · {tt(`participants.stages.${stage}`)} ·{' '}
            {t(isHere ? 'participants.here' : 'participants.away')}
          </span>
        </div>
        {isOnScreen && stage === 'waiting' && (
          <BigButton
            tone="next"
            isDisabled={!isHere || asking.isAsking}
            onPress={() => void asking.ask('participant.admit', { participantId })}
          >
            {t('participants.admit')}
          </BigButton>
        )}
        {isOnScreen && isInside && (
          <BigButton
            onPress={() => void asking.ask('participant.mute', { participantId, isMuted: !participant.isMuted })}
          >
            {t(participant.isMuted ? 'participants.unmute' : 'participants.mute')}
          </BigButton>
        )}
        <BigButton tone="quiet" onPress={() => setOpen(!isOpen)}>
          {t(isOpen ? 'participants.less' : 'participants.more')}
        </BigButton>
      </div>
      <Signs participant={participant} voice={props.voice} />
      <LineFigures line={participant.line} />
      {participant.attendance !== null && <AttendanceReport report={participant.attendance} />}
      {identity !== null && (
        <span className={styles['quiet']}>
          {t(identity.isConfirmed ? 'participants.identify' : 'participants.notIdentified')}
          {': '}
          {t(identity.byOralOrder ? 'participants.byOralOrder' : 'participants.byJudge')}
        </span>
      )}
      {isOpen && <More {...props} isInside={isInside} />}
    </li>
  );
}

/** What must not be overlooked: a hand, a problem, somebody under 16 (P14, P29), a voice that is hard to understand (P28). */
function Signs({ participant, voice }: Pick<RowProps, 'participant' | 'voice'>): ReactNode {
  const { t, tt } = useWords();
  const { isHandRaised, isMuted, problem, isUnder16Present } = participant;
  return (
    <div className={styles['signs']}>
      {isHandRaised && <Sign words={t('participants.hand')} />}
      {isUnder16Present === true && <Sign words={t('participants.under16.yes')} />}
      {problem !== null && (
        <Sign words={t('participants.problem', { time: clockTime(problem.wallMs), text: problem.text })} />
      )}
      {voice !== null && judgeVoice(voice).map((trouble) => <Sign key={trouble} words={tt(`line.voice.${trouble}`)} />)}
      {isMuted && <span className={styles['quiet']}>{t('participants.muted')}</span>}
    </div>
  );
}

function Sign({ words }: { words: string }): ReactNode {
  return (
    <span className={styles['sign']}>
      <ShapeMark shape="triangle" tone="look" />
      {words}
    </span>
  );
}

function More({
  asking,
  hearingId,
  participant,
  photo,
  isOnScreen,
  isInside,
  onAnew,
  onChanged,
}: RowProps & Readonly<{ isInside: boolean }>): ReactNode {
  const { t, tt } = useWords();
  const { ask, isAsking } = asking;
  const [reason, setReason] = useState<SendingReason>('later');
  const { participantId, stage } = participant;
  const isWaiting = stage === 'waiting';
  const say = async (asked: Promise<{ ok: boolean }>): Promise<boolean> => (await asked).ok;
  return (
    <div className={styles['more']}>
      {isOnScreen && isInside && (
        <>
          <div className={styles['acts']}>
            <BigButton onPress={() => void ask('participant.identify', { participantId, isConfirmed: true })}>
              {t('participants.identify')}
            </BigButton>
            <BigButton onPress={() => void ask('participant.identify', { participantId, isConfirmed: false })}>
              {t('participants.notIdentified')}
            </BigButton>
            <span className={styles['quiet']}>
              {t(
                participant.isUnder16Present === null
                  ? 'participants.under16.unknown'
                  : participant.isUnder16Present
                    ? 'participants.under16.yes'
                    : 'participants.under16.no',
              )}
            </span>
          </div>
          <Rights
            participant={participant}
            onConfirm={(right, isGood) => void ask('participant.confirm', { participantId, right, isGood })}
          />
          <WordsForm
            label={t('participants.direction')}
            button={t('participants.directOne')}
            isAsking={isAsking}
            onSend={(text) => say(ask('participant.direct', { participantId, text }))}
          />
        </>
      )}
      {isOnScreen && (
        <WordsForm
          label={t('participants.reportProblem')}
          button={t('participants.write')}
          isAsking={isAsking}
          onSend={(text) => say(ask('participant.report-problem', { participantId, text }))}
        />
      )}
      {isOnScreen && (isWaiting || isInside) && (
        <div className={styles['words']}>
          <ChoiceField
            label={t('participants.reason')}
            value={reason}
            choices={sendingReasons.map((each) => ({ value: each, label: tt(`participants.reasons.${each}`) }))}
            onChange={setReason}
          />
          <HoldButton
            onHeld={() =>
              void ask(isWaiting ? 'participant.turn-away' : 'participant.remove', { participantId, reason })
            }
          >
            {t(isWaiting ? 'participants.turnAway' : 'participants.remove')}
          </HoldButton>
        </div>
      )}
      <div className={styles['acts']}>
        {photo}
        <HoldButton tone="plain" onHeld={onAnew}>
          {t('participants.anew')}
        </HoldButton>
        {stage !== 'withdrawn' && (
          <HoldButton onHeld={() => void ask('participant.withdraw', { hearingId, participantId }).then(onChanged)}>
            {t('participants.withdraw')}
          </HoldButton>
        )}
      </div>
    </div>
  );
}

/** P36: hears, sees, asks, answers, as the participant and as the hall say it. */
function Rights({
  participant,
  onConfirm,
}: {
  participant: ParticipantShown;
  onConfirm(right: ParticipantRight, isGood: boolean): void;
}): ReactNode {
  const { t, tt } = useWords();
  const said = (isGood: boolean | null): string =>
    t(isGood === null ? 'participants.right.unknown' : isGood ? 'participants.right.yes' : 'participants.right.no');
  return (
    <table className={styles['rights']}>
      <tbody>
        {participantRights.map((right) => {
          const { page, hall } = participant.rights[right];
          return (
            <tr key={right}>
              <th scope="row">{tt(`participants.rights.${right}`)}</th>
              <td>
                {t('participants.rightOf.page')}: {said(page)}
              </td>
              <td>
                {t('participants.rightOf.hall')}: {said(hall)}
              </td>
              <td>
                <BigButton tone={hall === true ? 'next' : 'plain'} onPress={() => onConfirm(right, true)}>
                  {t('participants.right.yes')}
                </BigButton>
                <BigButton tone={hall === false ? 'next' : 'plain'} onPress={() => onConfirm(right, false)}>
                  {t('participants.right.no')}
                </BigButton>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
