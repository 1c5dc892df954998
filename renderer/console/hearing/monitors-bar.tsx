import { useId, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { PartyId } from '#domain/ids.ts';
import { layoutChoices, type LayoutChoice } from '#domain/monitors/layout.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import type { FunctionKey } from '../../ui/function-keys.ts';
import { hallName } from '../../ui/hall-name.ts';
import { guestOf } from '../../ui/remote-picture.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './monitors-bar.module.css';
import { useAsk } from './use-ask.ts';

const keys: Readonly<Record<LayoutChoice, FunctionKey>> = {
  auto: 'Alt+1',
  speaker: 'Alt+2',
  grid: 'Alt+3',
  exhibit: 'Alt+4',
  overview: 'Alt+5',
};

/** P35: what the public's monitors show, and how loud the line is in the hall. Its keys work whether or not it is unfolded. */
export function MonitorsBar({
  hall,
  state,
  isOpen,
  onToggle,
}: {
  hall: HallClient;
  state: HallState;
  isOpen: boolean;
  onToggle(): void;
}): ReactNode {
  const { t, tt } = useWords();
  const { ask, fault, dismiss } = useAsk(hall);
  const { choice, isMutedAll } = state.monitors;
  const onLine = state.calls.flatMap((call) => (call.state === 'connected' ? [call.peerId] : []));
  const isOnLine = state.calls.some((call) => call.state !== 'ended');
  const mayMute = isOnLine || isMutedAll;
  if (!state.screenConnected && !mayMute) return null;
  return (
    <div className={styles['bar']} role="group" aria-label={t('monitors.title')}>
      <BigButton tone={isOpen ? 'next' : 'plain'} onPress={onToggle}>
        {state.screenConnected ? t('monitors.open', { layout: tt(`monitors.layouts.${choice}`) }) : t('monitors.sound')}
      </BigButton>
      {mayMute && (
        <BigButton
          tone={isMutedAll ? 'next' : 'plain'}
          functionKey="F3"
          onPress={() => void ask('line.mute-all', { isMuted: !isMutedAll })}
        >
          {t(isMutedAll ? 'monitors.unmuteAll' : 'monitors.muteAll')}
        </BigButton>
      )}
      {isMutedAll && (
        <p className={styles['muted']} role="status">
          {t('monitors.mutedAll')}
        </p>
      )}
      {state.screenConnected && (
        <div className={styles['row']} hidden={!isOpen} role="group" aria-label={t('monitors.title')}>
          {layoutChoices.map((each) => (
            <BigButton
              key={each}
              tone={each === choice ? 'next' : 'plain'}
              functionKey={keys[each]}
              isPressed={each === choice}
              onPress={() => void ask('monitors.arrange', { choice: each })}
            >
              {tt(`monitors.layouts.${each}`)}
            </BigButton>
          ))}
        </div>
      )}
      {isOpen && state.screenConnected && onLine.length > 1 && (
        <Spotlight
          state={state}
          onLine={onLine}
          onChoose={(id) => void ask('monitors.arrange', { choice, spotlight: id })}
        />
      )}
      {isOpen && (
        <Volume
          percent={state.monitors.volumePercent}
          onSet={(volumePercent) => void ask('line.set-volume', { volumePercent })}
        />
      )}
      <FaultLine fault={fault} onDismiss={dismiss} />
    </div>
  );
}

/** Who is large, where the layout has a large one: whoever speaks, or somebody whoever speaks. */
function Spotlight({
  state,
  onLine,
  onChoose,
}: {
  state: HallState;
  onLine: readonly PartyId[];
  onChoose(id: PartyId | null): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const { spotlight } = state.monitors;
  return (
    <div className={styles['row']} role="group" aria-label={t('monitors.spotlight')}>
      <span className={styles['about']}>{t('monitors.spotlight')}</span>
      {[null, ...onLine].map((id) => {
        const guest = id === null ? null : guestOf(state, id);
        if (guest === undefined) return null;
        return (
          <BigButton
            key={id ?? ''}
            tone={id === spotlight ? 'next' : 'plain'}
            isPressed={id === spotlight}
            onPress={() => onChoose(id)}
          >
            {guest === null ? t('monitors.whoever') : hallName(guest, words)}
          </BigButton>
        );
      })}
    </div>
  );
}

/** Told when the hand lets go: each setting stands in the journal. */
function Volume({ percent, onSet }: { percent: number; onSet(percent: number): void }): ReactNode {
  const { t } = useWords();
  const id = useId();
  /** Where the hand has put it; null while no hand is on it. */
  const [drawn, draw] = useState<number | null>(null);
  const shown = drawn ?? percent;
  const settle = (): void => {
    if (shown !== percent) onSet(shown);
  };
  return (
    <div className={styles['row']}>
      <label className={styles['about']} htmlFor={id}>
        {t('monitors.volume')}
      </label>
      <input
        id={id}
        className={styles['volume']}
        type="range"
        min={0}
        max={100}
        step={5}
        value={shown}
        onChange={(event) => draw(Number(event.currentTarget.value))}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={() => {
          settle();
          draw(null);
        }}
      />
      <span className={styles['percent']}>{shown} %</span>
    </div>
  );
}
