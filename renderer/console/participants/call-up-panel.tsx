import { useState, type ReactNode } from 'react';
import type { CalledRow, CallUpShown } from '#contract/call-up.ts';
import type { HallState } from '#contract/papers.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { spanOfTime } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { ShapeMark, type Shape, type ShapeTone } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk, type Asking } from '../hearing/use-ask.ts';
import styles from './call-up.module.css';

const lookOf: Readonly<Record<CalledRow['state'], readonly [Shape, ShapeTone]>> = {
  ready: ['ring', 'quiet'],
  'not-there': ['ring', 'look'],
  called: ['dots', 'inherit'],
  ringing: ['dots', 'inherit'],
  'rings-here': ['triangle', 'look'],
  connecting: ['dots', 'inherit'],
  'on-line': ['tick', 'good'],
  broken: ['triangle', 'look'],
  refused: ['cross', 'bad'],
  waiting: ['triangle', 'look'],
  admitted: ['dots', 'inherit'],
  'sent-out': ['cross', 'quiet'],
};

/** P16.3: everybody of the hearing by one touch, with where each of them stands. */
export function CallUpPanel({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const { t, tt } = useWords();
  const asking = useAsk(hall);
  const [isChoosing, setChoosing] = useState(false);
  const { callUp } = state;
  if (callUp === null) return null;
  const counted = callUp.rows.filter((row) => row.state !== 'sent-out');
  const onLine = counted.filter((row) => row.state === 'on-line').length;
  const hasSites = callUp.rows.some(({ role }) => role === null);
  return (
    <section className={styles['panel']} aria-label={t('callUp.title')}>
      <header className={styles['top']}>
        <div className={styles['sum']} role="status">
          <h2>{t('callUp.title')}</h2>
          <span>
            {t('callUp.onLine', { onLine, all: counted.length })}
            {callUp.isRunning && ` · ${t('callUp.left', { left: spanOfTime(callUp.remainingMs) })}`}
            {!callUp.isRunning && callUp.end !== null && ` · ${tt(`callUp.ends.${callUp.end}`)}`}
          </span>
        </div>
        {callUp.isRunning ? (
          <BigButton size="large" onPress={() => void asking.ask('call-up.stop', {})}>
            {t('callUp.stop')}
          </BigButton>
        ) : (
          <BigButton
            tone={callUp.end === 'done' ? 'plain' : 'next'}
            size="large"
            isDisabled={asking.isAsking || counted.length === 0}
            onPress={() => void asking.ask('call-up.begin', {})}
          >
            {t('callUp.begin')}
          </BigButton>
        )}
      </header>
      <FaultLine fault={asking.fault} onDismiss={asking.dismiss} />
      <ul className={styles['rows']}>
        {callUp.rows.map((row) => (
          <CalledRowLine key={row.partyId} row={row} asking={asking} state={state} />
        ))}
        {counted.length === 0 && <li className={styles['quiet']}>{t('callUp.nobody')}</li>}
      </ul>
      {state.peers.length > 0 &&
        (isChoosing || !hasSites ? (
          <SiteChoice
            state={state}
            callUp={callUp}
            asking={asking}
            {...(hasSites && { onDone: () => setChoosing(false) })}
          />
        ) : (
          <div>
            <BigButton tone="quiet" onPress={() => setChoosing(true)}>
              {t('callUp.choose')}
            </BigButton>
          </div>
        ))}
    </section>
  );
}

function CalledRowLine({ row, asking, state }: { row: CalledRow; asking: Asking; state: HallState }): ReactNode {
  const words = useWords();
  const { t, tt, faultWords } = words;
  const { partyId, role } = row;
  const [shape, tone] = lookOf[row.state];
  const why = row.fault && faultWords(row.fault, []);
  const call = state.calls.find(({ peerId, state: at }) => peerId === partyId && at !== 'ended');
  const person = state.participants.find(({ participantId }) => participantId === partyId);
  const mayCall = role === null ? call === undefined : row.state === 'waiting';
  return (
    <li className={styles['row']} data-state={row.state}>
      <ShapeMark shape={shape} tone={tone} />
      <div className={styles['who']}>
        <span className={styles['name']}>
          {role === null ? hallName({ court: row.court, hall: row.name }, words) : row.name}
        </span>
        <span className={styles['quiet']}>{role === null ? t('callUp.hall') : tt(`participants.roles.${role}`)}</span>
      </div>
      <div className={styles['state']} role="status">
        <span className={styles['word']}>{tt(`callUp.states.${row.state}`)}</span>
        {why !== null && (
          <span>
            {why.happened} <span className={styles['quiet']}>({t('strip.code', { code: why.code })})</span>
          </span>
        )}
      </div>
      <div className={styles['acts']}>
        {mayCall && (
          <BigButton isDisabled={asking.isAsking} onPress={() => void asking.ask('call-up.again', { partyId })}>
            {t(row.state === 'ready' || row.state === 'not-there' ? 'callUp.one' : 'callUp.again')}
          </BigButton>
        )}
        {row.state === 'rings-here' && call !== undefined && (
          <BigButton tone="next" onPress={() => void asking.ask('call.accept', { callId: call.callId })}>
            {t('line.accept')}
          </BigButton>
        )}
        {role === null && call !== undefined && row.state !== 'rings-here' && (
          <BigButton onPress={() => void asking.ask('call.end', { callId: call.callId })}>{t('line.end')}</BigButton>
        )}
        {row.state === 'waiting' && person !== undefined && (
          <BigButton
            tone="next"
            isDisabled={asking.isAsking}
            onPress={() => void asking.ask('participant.admit', { participantId: person.participantId })}
          >
            {t('participants.admit')}
          </BigButton>
        )}
      </div>
    </li>
  );
}

/** Which of the paired halls take part in this hearing. */
function SiteChoice({
  state,
  callUp,
  asking,
  onDone,
}: {
  state: HallState;
  callUp: CallUpShown;
  asking: Asking;
  onDone?: () => void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const chosen = callUp.rows.flatMap(({ partyId, role }) => (role === null ? [partyId as HallPeerId] : []));
  const turn = (id: HallPeerId): void =>
    void asking.ask('sites.choose', {
      peerIds: chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id],
    });
  return (
    <fieldset className={styles['choice']}>
      <legend>{t('callUp.chooseTitle')}</legend>
      {state.peers.map((peer) => (
        <label key={peer.id} className={styles['tick']}>
          <input
            type="checkbox"
            checked={chosen.includes(peer.id)}
            disabled={asking.isAsking || callUp.isRunning}
            onChange={() => turn(peer.id)}
          />
          <span>{hallName(peer, words)}</span>
        </label>
      ))}
      {onDone !== undefined && <BigButton onPress={onDone}>{t('callUp.chosen')}</BigButton>}
    </fieldset>
  );
}
