import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { faultCode } from '#domain/faults.ts';
import { judgeLink } from '#domain/peers/link-figures.ts';
import { judgeVoice } from '#domain/peers/voice-figures.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './line-panel.module.css';
import { useAsk } from './use-ask.ts';

type Peer = HallState['peers'][number];
type Call = HallState['calls'][number];

/** P16.3: the halls that can be called, the state of the link in words, and the one thing to press. */
export function LinePanel({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const callWith = (peer: Peer): Call | null =>
    state.calls.find((call) => call.peerId === peer.id && call.state !== 'ended') ?? null;
  if (state.peers.length === 0) return null;
  return (
    <div className={styles['panel']} role="group" aria-label={t('line.title')}>
      {state.peers.map((peer) => (
        <PeerRow
          key={peer.id}
          peer={peer}
          call={callWith(peer)}
          mayDial={peer.link === 'up' && !isAsking}
          onDial={() => void ask('call.dial', { peerId: peer.id })}
          onAccept={(callId) => void ask('call.accept', { callId })}
          onDecline={(callId) => void ask('call.decline', { callId })}
          onEnd={(callId) => void ask('call.end', { callId })}
        />
      ))}
      <FaultLine fault={fault} onDismiss={dismiss} />
    </div>
  );
}

function PeerRow({
  peer,
  call,
  mayDial,
  onDial,
  onAccept,
  onDecline,
  onEnd,
}: {
  peer: Peer;
  call: Call | null;
  mayDial: boolean;
  onDial(): void;
  onAccept(callId: Call['callId']): void;
  onDecline(callId: Call['callId']): void;
  onEnd(callId: Call['callId']): void;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const isSpare = call?.way === 'spare' && (call.state === 'connected' || call.state === 'connecting');
  return (
    <div className={styles['peer']} data-state={isSpare ? 'spare' : (call?.state ?? peer.link)}>
      <span className={styles['name']}>{hallName(peer, words)}</span>
      <span className={styles['state']} role="status">
        {[
          tt(`line.state.${call?.state ?? peer.link}`),
          ...(isSpare ? [t('line.way.spare')] : []),
          ...troublesOf(call).map((trouble) => tt(`line.quality.${trouble}`)),
          ...voiceOf(call).map((word) => tt(`line.voice.${word}`)),
        ].join(', ')}
        {isSpare && <span className={styles['code']}>{t('strip.code', { code: faultCode('call.spare-way') })}</span>}
      </span>
      {call === null && (
        <BigButton tone="next" isDisabled={!mayDial} onPress={onDial}>
          {t('line.call')}
        </BigButton>
      )}
      {call?.state === 'ringing' && (
        <>
          <BigButton tone="next" onPress={() => onAccept(call.callId)}>
            {t('line.accept')}
          </BigButton>
          <BigButton onPress={() => onDecline(call.callId)}>{t('line.decline')}</BigButton>
        </>
      )}
      {call !== null && call.state !== 'ringing' && (
        <BigButton onPress={() => onEnd(call.callId)}>{t('line.end')}</BigButton>
      )}
    </div>
  );
}

/** On which way words are lost, so that nobody has to guess whose link it is. */
function troublesOf(call: Call | null): readonly string[] {
  if (call?.figures == null) return [];
  const { here, there } = judgeLink(call.figures);
  return [...(here === 'good' ? [] : [`here.${here}`]), ...(there === 'good' ? [] : [`there.${there}`])];
}

/** P28: how the other hall's voice arrives here; nothing before anybody there has spoken. */
function voiceOf(call: Call | null): readonly string[] {
  if (call?.voice == null || call.state !== 'connected') return [];
  const troubles = judgeVoice(call.voice);
  return troubles.length === 0 ? ['good'] : troubles;
}
