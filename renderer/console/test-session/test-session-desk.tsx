import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { TestRow, TestSessionShown } from '#contract/test-session.ts';
import { isParticipant, type HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk, type Asking } from '../hearing/use-ask.ts';
import { LineWords, PlaceWords, VoiceWords } from './test-results.tsx';
import styles from './test-session.module.css';

/** P15.5: a test session as it runs. Its first words are that nothing is recorded. */
export function TestSessionDesk({
  hall,
  state,
  session,
}: {
  hall: HallClient;
  state: HallState;
  session: TestSessionShown;
}): ReactNode {
  const { t } = useWords();
  const keyboard = useScreenKeyboard();
  const asking = useAsk(hall);
  const { hearing } = state;
  if (hearing === null) return null;
  const came = session.rows.filter(({ cameAtMs }) => cameAtMs !== null).length;
  return (
    <ScreenFrame
      title={t('testSession.running')}
      about={`${t('case.number', { number: hearing.card.caseNumber })} · ${session.specialist} · ${t('testSession.cameOf', { came, all: session.rows.length })}`}
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={<p className={styles['about']}>{t('testSession.where')}</p>}
      next={
        <HoldButton tone="plain" size="huge" onHeld={() => void asking.ask('test-session.end', {})}>
          {t('testSession.end')}
        </HoldButton>
      }
    >
      <FaultLine fault={asking.fault} onDismiss={asking.dismiss} />
      <ul className={styles['rows']}>
        {session.rows.map((row) => (
          <GuestRow
            key={row.partyId}
            row={row}
            no={session.no}
            hearingId={hearing.hearingId}
            state={state}
            asking={asking}
          />
        ))}
      </ul>
    </ScreenFrame>
  );
}

function stateWord({ isOnLine, isLineOpen, isHere, cameAtMs }: TestRow): string {
  if (isOnLine) return 'on-line';
  if (isLineOpen) return 'connecting';
  if (isHere) return 'here';
  return cameAtMs === null ? 'not-come' : 'gone';
}

function GuestRow({
  row,
  no,
  hearingId,
  state,
  asking,
}: {
  row: TestRow;
  no: number;
  hearingId: HearingId;
  state: HallState;
  asking: Asking;
}): ReactNode {
  const { t, tt } = useWords();
  const { partyId, note } = row;
  const [text, setText] = useState(note?.text ?? '');
  const word = stateWord(row);
  const call = state.calls.find(({ peerId, state: at }) => peerId === partyId && at !== 'ended');
  const say = (isGood: boolean): void =>
    void asking.ask('test-session.note', { hearingId, no, partyId, isGood, text: text.trim() });
  const speak = (isOn: boolean): void => {
    if (isParticipant(partyId)) void asking.ask('test-session.speak', { participantId: partyId, isOn });
    else if (isOn) void asking.ask('call.dial', { peerId: partyId });
    else void asking.ask('call.end', call === undefined ? {} : { callId: call.callId });
  };
  return (
    <li className={styles['row']} data-state={word}>
      <div className={styles['head']}>
        <ShapeMark
          shape={row.isOnLine ? 'tick' : row.isLineOpen ? 'dots' : row.isHere ? 'disc' : 'ring'}
          tone={row.isOnLine || (row.isHere && !row.isLineOpen) ? 'good' : 'quiet'}
        />
        <div className={styles['who']}>
          <span className={styles['name']}>{row.name}</span>
          <span className={styles['quiet']} role="status">
            {row.role === null ? t('callUp.hall') : tt(`participants.roles.${row.role}`)} ·{' '}
            {tt(`testSession.states.${word}`)}
            {row.cameAtMs !== null && ` · ${t('testSession.at', { time: clockTime(row.cameAtMs) })}`}
          </span>
        </div>
        <BigButton
          tone={row.isHere && !row.isLineOpen ? 'next' : 'plain'}
          isDisabled={asking.isAsking || (!row.isHere && !row.isLineOpen)}
          onPress={() => speak(!row.isLineOpen)}
        >
          {t(row.isLineOpen ? 'testSession.stopSpeaking' : 'testSession.speak')}
        </BigButton>
      </div>
      <div className={styles['found']}>
        {row.role !== null && <PlaceWords row={row} />}
        <LineWords row={row} />
        <VoiceWords row={row} />
      </div>
      <div className={styles['words']}>
        <TextField label={t('testSession.note')} value={text} onChange={setText} />
        {[true, false].map((isGood) => (
          <BigButton
            key={String(isGood)}
            tone={note?.isGood === isGood ? 'next' : 'plain'}
            isDisabled={asking.isAsking}
            onPress={() => say(isGood)}
          >
            {t(isGood ? 'testSession.good' : 'testSession.bad')}
          </BigButton>
        ))}
      </div>
    </li>
  );
}
