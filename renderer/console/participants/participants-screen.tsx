import type { ReactNode } from 'react';
import type { HallState, HearingSummary } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { useWords } from '../../ui/words.tsx';
import { ParticipantsPanel } from './participants-panel.tsx';

/** The remote participants of a hearing of the day's list. */
export function ParticipantsScreen({
  hall,
  state,
  hearing,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  hearing: HearingSummary;
  onDone(): void;
}): ReactNode {
  const { t } = useWords();
  const keyboard = useScreenKeyboard();
  return (
    <ScreenFrame
      title={t('participants.title')}
      about={t('case.number', { number: hearing.card.caseNumber })}
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
    >
      <ParticipantsPanel hall={hall} state={state} hearingId={hearing.hearingId} />
    </ScreenFrame>
  );
}
