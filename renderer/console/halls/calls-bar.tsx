import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { isParticipant } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './calls-bar.module.css';

/**
 * P15.5, P16.3: another hall calls before any hearing is open here, as an assisting hall is called. A hall that rings must be
 * seen on every screen; one that was answered can be let go of where nothing else shows it.
 */
export function CallsBar({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const isShownElsewhere = state.hearing !== null;
  const shown = state.calls.flatMap((call) => {
    const peer = state.peers.find(({ id }) => id === call.peerId);
    const isMeant = call.state === 'ringing' || (call.state !== 'ended' && !isShownElsewhere);
    return peer === undefined || isParticipant(call.peerId) || !isMeant ? [] : [{ call, peer }];
  });
  if (shown.length === 0 && fault === null) return null;
  return (
    <div className={styles['bar']} role="group" aria-label={t('line.title')}>
      {shown.map(({ call, peer }) => (
        <div key={call.callId} className={styles['call']}>
          <ShapeMark
            shape={call.state === 'ringing' ? 'triangle' : 'dots'}
            tone={call.state === 'ringing' ? 'look' : 'quiet'}
          />
          <span className={styles['who']} role="status">
            <b>{hallName(peer, words)}</b>: {tt(`line.state.${call.state}`)}
          </span>
          {call.state === 'ringing' ? (
            <>
              <BigButton
                tone="next"
                isDisabled={isAsking}
                onPress={() => void ask('call.accept', { callId: call.callId })}
              >
                {t('line.accept')}
              </BigButton>
              <BigButton isDisabled={isAsking} onPress={() => void ask('call.decline', { callId: call.callId })}>
                {t('line.decline')}
              </BigButton>
            </>
          ) : (
            <BigButton isDisabled={isAsking} onPress={() => void ask('call.end', { callId: call.callId })}>
              {t('line.end')}
            </BigButton>
          )}
        </div>
      ))}
      <FaultLine fault={fault} onDismiss={dismiss} />
    </div>
  );
}
