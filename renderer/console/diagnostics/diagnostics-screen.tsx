import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useWords } from '../../ui/words.tsx';
import { usePreviewWish } from '../setup/use-found-devices.ts';
import { BundlePanel } from './bundle-panel.tsx';
import { DeviceTree } from './device-tree.tsx';
import styles from './diagnostics.module.css';
import { RetestPanel } from './retest.tsx';
import { Scopes } from './scopes.tsx';

const sections = ['scopes', 'devices', 'retest', 'bundle'] as const;
type Section = (typeof sections)[number];

/**
 * The technician's screen. `isWishing` is false where the screen before it has asked for open devices already.
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
  const { t, tt } = useWords();
  const [section, turnTo] = useState<Section>('scopes');
  usePreviewWish(hall, isWishing);
  return (
    <ScreenFrame
      title={t('diagnostics.title')}
      tools={
        <div className={styles['sections']}>
          {sections.map((each) => (
            <BigButton key={each} tone="quiet" isPressed={each === section} onPress={() => turnTo(each)}>
              {tt(`diagnostics.sections.${each}`)}
            </BigButton>
          ))}
        </div>
      }
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
    >
      {section === 'scopes' && <Scopes hall={hall} state={state} />}
      {section === 'devices' && <DeviceTree hall={hall} state={state} />}
      {section === 'bundle' && <BundlePanel hall={hall} />}
      {section === 'retest' && <RetestPanel hall={hall} state={state} />}
    </ScreenFrame>
  );
}
