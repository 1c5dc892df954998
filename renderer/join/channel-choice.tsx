import type { ReactNode } from 'react';
import { soundChannels, type SoundChannel } from '#domain/participants/interpretation.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

/** L9: whom the participant hears while an interpreter is in the hearing. */
export function ChannelChoice({ line, channel }: { line: JoinLine; channel: SoundChannel }): ReactNode {
  const { t, tt } = useWords();
  return (
    <section className={styles['sheet']} role="group" aria-label={t('channel.title')}>
      <h2>{t('channel.title')}</h2>
      <div className={styles['choices']}>
        {soundChannels.map((each) => (
          <BigButton
            key={each}
            size="large"
            tone={each === channel ? 'next' : 'plain'}
            onPress={() => line.act({ say: 'channel', channel: each })}
          >
            {tt(`channel.${each}`)}
          </BigButton>
        ))}
      </div>
      <p className={styles['quiet']} role="status">
        {tt(`channel.now.${channel}`)}
      </p>
    </section>
  );
}
