import type { ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import { useAudioOutputs } from './audio-outputs.ts';
import styles from './listen-bar.module.css';
import { isPrivate, useListening } from './use-listening.ts';

/** One seat in the secretary's headphones, from what is on disk: the proof by ear that it is recorded. */
export function ListenBar({
  hall,
  state,
  hearing,
  seatId,
  readNowUs,
  onStop,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  seatId: SeatId;
  readNowUs: () => number;
  onStop(): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const { outputs, chosen, choose } = useAudioOutputs();
  const { behindMs, isOutputRefused } = useListening(hall, hearing.hearingId, seatId, chosen, readNowUs);
  const seat = state.hall.seats.find(({ id }) => id === seatId);
  const headphones = outputs.filter(isPrivate);
  const told = !isPrivate(chosen)
    ? t(headphones.length === 0 ? 'listen.noHeadphones' : 'listen.choose')
    : isOutputRefused
      ? t('listen.refused')
      : behindMs === null
        ? t('listen.preparing')
        : t('listen.behind', { seconds: (behindMs / 1000).toFixed(1).replace('.', ',') });
  return (
    <div className={styles['bar']} role="group" aria-label={t('listen.title')}>
      <span className={styles['name']}>
        {t('listen.seat', { seat: seat === undefined ? seatId : seatName(seat, words) })}
      </span>
      <span className={styles['told']} role="status">
        {told}
      </span>
      <div className={styles['output']}>
        <ChoiceField
          label={t('hearing.output')}
          isLabelHidden
          value={isPrivate(chosen) ? chosen.deviceId : ''}
          choices={[
            ...(isPrivate(chosen) ? [] : [{ value: '', label: '—' }]),
            ...headphones.map(({ deviceId, label }) => ({ value: deviceId, label })),
          ]}
          onChange={choose}
        />
      </div>
      <BigButton onPress={onStop}>{t('listen.stop')}</BigButton>
    </div>
  );
}
