import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { useWords } from '../../ui/words.tsx';
import { IncidentsPanel } from './incidents-panel.tsx';

/** P23, P24: the inbox of the hall: every technical fault that is not over, of whatever hearing. */
export function IncidentsScreen({
  hall,
  state,
  isSpecialist,
  onAct,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  isSpecialist: boolean;
  onAct: (hearingId: HearingId) => void;
  onDone: () => void;
}): ReactNode {
  const { t } = useWords();
  const keyboard = useScreenKeyboard();
  return (
    <ScreenFrame
      title={t('incidents.title')}
      about={[state.hall.court, state.hall.hall].filter((part) => part !== '').join(' · ')}
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
      <IncidentsPanel {...{ hall, state, isSpecialist, onAct }} hearingId={null} />
    </ScreenFrame>
  );
}
