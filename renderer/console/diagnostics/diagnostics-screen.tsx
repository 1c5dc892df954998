import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useWords } from '../../ui/words.tsx';
import { isHeld } from '../people/use-people.ts';
import { usePreviewWish } from '../setup/use-found-devices.ts';
import { Scopes } from './scopes.tsx';

/**
 * The technician's screen. While a hearing is held it only looks at what is there anyway. `isWishing` is false where the screen before it has asked for open devices already.
 */
export function DiagnosticsScreen({
  hall,
  state,
  isWishing = true,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  isWishing?: boolean;
  onDone: () => void;
}): ReactNode {
  const { t } = useWords();
  const isReadOnly = isHeld(state);
  usePreviewWish(hall, isWishing && !isReadOnly);
  return (
    <ScreenFrame
      title={t('diagnostics.title')}
      about={isReadOnly ? t('diagnostics.readOnly') : undefined}
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
    >
      <Scopes hall={hall} state={state} isReadOnly={isReadOnly} />
    </ScreenFrame>
  );
}
