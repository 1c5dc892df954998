import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { HallReport } from '../reports/hall-report.tsx';
import { ChannelCheck } from './channel-check.tsx';
import { DirectoryPanel } from './directory-panel.tsx';
import { ExchangeFiles } from './exchange-files.tsx';
import styles from './halls.module.css';
import { OwnKey } from './own-key.tsx';

type Shown = Readonly<{ code: string; expiresAtMs: number; hosts: readonly string[]; port: number }>;
type Typed = Readonly<{ host: string; port: string; code: string }>;

const parts = ['paired', 'directory'] as const;

/** Which halls this one may call, by a code that one hall shows and the other enters or by files, and where others are found. */
export function HallsScreen({
  hall,
  state,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  onDone: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const keyboard = useScreenKeyboard();
  const [part, setPart] = useState<(typeof parts)[number]>('paired');
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  // Of its own, because it lasts for seconds in which the other buttons must go on working.
  const measuring = useAsk(hall);
  const isMeasuring = measuring.isAsking || state.peers.some(({ probe }) => probe !== null);
  const isCalling = state.calls.some((call) => call.state !== 'ended');
  const [shown, setShown] = useState<Shown | null>(null);
  const [typed, setTyped] = useState<Typed>({ host: '', port: '', code: '' });

  const invite = async (): Promise<void> => {
    const outcome = await ask('peer.invite', {});
    setShown(outcome.ok ? outcome.value : null);
  };
  const join = async (): Promise<void> => {
    const { host, port, code } = typed;
    const outcome = await ask('peer.join', { host, port: Number(port), code });
    if (outcome.ok) setTyped({ host: '', port: '', code: '' });
  };
  const isWhole = typed.host.trim() !== '' && Number(typed.port) > 0 && typed.code.replace(/\D/g, '').length === 9;
  return (
    <ScreenFrame
      title={t('halls.title')}
      tools={
        <>
          <div className={styles['parts']} role="group" aria-label={t('halls.title')}>
            {parts.map((each) => (
              <BigButton key={each} tone={each === part ? 'next' : 'plain'} onPress={() => setPart(each)}>
                {tt(`halls.part.${each}`)}
              </BigButton>
            ))}
          </div>
          <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
            {t('keyboard.open')}
          </BigButton>
        </>
      }
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
    >
      {part === 'directory' ? (
        <DirectoryPanel
          hall={hall}
          onPair={(host, port) => {
            setTyped({ host, port: port === null ? '' : String(port), code: '' });
            setPart('paired');
          }}
        />
      ) : (
        <>
          <FaultLine fault={fault} onDismiss={dismiss} />
          <FaultLine fault={measuring.fault} onDismiss={measuring.dismiss} />
          <ul className={styles['halls']}>
            {state.peers.map((peer) => (
              <li key={peer.id} className={styles['hall']}>
                <span className={styles['name']}>{hallName(peer, { t })}</span>
                <span className={styles['state']}>{tt(`line.state.${peer.link}`)}</span>
                <BigButton
                  isDisabled={peer.link !== 'up' || isMeasuring || isCalling}
                  onPress={() => void measuring.ask('peer.measure', { peerId: peer.id })}
                >
                  {t('halls.measure')}
                </BigButton>
                <HoldButton tone="plain" onHeld={() => void ask('peer.remove', { peerId: peer.id })}>
                  {t('halls.remove')}
                </HoldButton>
                <div className={styles['channel']}>
                  <FaultLine fault={peer.fault} />
                  {!peer.knowsKey && <p className={styles['waits']}>{t('halls.key.waits')}</p>}
                  <ChannelCheck peer={peer} />
                  <HallReport hall={hall} peer={peer} />
                </div>
              </li>
            ))}
            {state.peers.length === 0 && <li className={styles['state']}>{t('halls.none')}</li>}
          </ul>
          <div className={styles['ways']}>
            <section className={styles['way']}>
              <BigButton size="large" isDisabled={isAsking} onPress={() => void invite()}>
                {t('halls.show')}
              </BigButton>
              {shown !== null && state.isInviting && <Code shown={shown} nowMs={state.wallMs} />}
              <p>{t('halls.showAbout')}</p>
            </section>
            <section className={styles['way']}>
              <h2>{t('halls.enter')}</h2>
              <div className={styles['address']}>
                <TextField
                  label={t('halls.host')}
                  value={typed.host}
                  onChange={(host) => setTyped({ ...typed, host })}
                />
                <TextField
                  label={t('halls.port')}
                  value={typed.port}
                  onChange={(port) => setTyped({ ...typed, port })}
                />
              </div>
              <TextField label={t('halls.code')} value={typed.code} onChange={(code) => setTyped({ ...typed, code })} />
              <BigButton tone="next" size="large" isDisabled={!isWhole || isAsking} onPress={() => void join()}>
                {t(isAsking ? 'halls.joining' : 'halls.join')}
              </BigButton>
            </section>
            <ExchangeFiles hall={hall} />
            <OwnKey hall={hall} />
          </div>
        </>
      )}
    </ScreenFrame>
  );
}

/** Large enough to be read out across a room. */
function Code({ shown, nowMs }: { shown: Shown; nowMs: number }): ReactNode {
  const { t } = useWords();
  const leftS = Math.max(0, Math.ceil((shown.expiresAtMs - nowMs) / 1000));
  return (
    <div className={styles['shown']} role="status">
      <strong>{shown.code}</strong>
      <span>{t('halls.address', { hosts: shown.hosts.join(', '), port: shown.port })}</span>
      <span>{t('halls.left', { minutes: Math.floor(leftS / 60), seconds: String(leftS % 60).padStart(2, '0') })}</span>
    </div>
  );
}
