import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { PanelShown } from '#contract/panels.ts';
import { mustBeHeld, panelActs } from '#domain/panels/panel-acts.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk, type Asking } from '../hearing/use-ask.ts';
import styles from './panels.module.css';

/** The hall's pedals, key panels and lamps: what their buttons do is taught by pressing them. */
export function PanelsScreen({
  hall,
  state,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  onDone: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const asking = useAsk(hall);
  const { ask, isAsking, fault, dismiss } = asking;
  const { panels, foundLights, learning, lastLearned } = state.panels;
  const leave = (): void => {
    if (learning !== null) void ask('panel.stop-learning', {});
    onDone();
  };
  return (
    <ScreenFrame
      title={t('panels.title')}
      steps={
        <BigButton size="large" onPress={leave}>
          {t('ui.back')}
        </BigButton>
      }
    >
      <FaultLine fault={fault} onDismiss={dismiss} />
      <div className={styles['columns']}>
        <section className={styles['part']}>
          <h2>{t('panels.teach')}</h2>
          {learning === null ? <p>{t('panels.about')}</p> : <Learning learning={learning} asking={asking} />}
          {learning === null && lastLearned !== null && <Told lastLearned={lastLearned} panels={panels} />}
          <div className={styles['acts']}>
            {panelActs.map((act) => (
              <BigButton
                key={act}
                isPressed={learning?.act === act}
                isDisabled={isAsking}
                {...(mustBeHeld(act) && { hint: t('panels.held') })}
                onPress={() => void ask('panel.learn', { act })}
              >
                {tt(`panels.acts.${act}`)}
              </BigButton>
            ))}
          </div>
        </section>
        <section className={styles['part']}>
          <h2>{t('panels.hall')}</h2>
          {panels.length === 0 && <p>{t('panels.none')}</p>}
          <ul className={styles['panels']}>
            {panels.map((panel) => (
              <Panel key={panel.panelId} panel={panel} asking={asking} />
            ))}
          </ul>
          {foundLights.length > 0 && (
            <>
              <h2>{t('panels.foundLights')}</h2>
              <ul className={styles['panels']}>
                {foundLights.map(({ path, name, model }) => (
                  <li key={path} className={styles['panel']}>
                    <div className={styles['name']}>
                      {name} <small>{model}</small>
                    </div>
                    <BigButton isDisabled={isAsking} onPress={() => void ask('panel.keep-light', { path })}>
                      {t('panels.keepLight')}
                    </BigButton>
                  </li>
                ))}
              </ul>
            </>
          )}
          {(foundLights.length > 0 || panels.some(({ light }) => light !== null)) && <p>{t('panels.lightAbout')}</p>}
        </section>
      </div>
    </ScreenFrame>
  );
}

function Learning({
  learning,
  asking,
}: {
  learning: NonNullable<HallState['panels']['learning']>;
  asking: Asking;
}): ReactNode {
  const { t, tt } = useWords();
  const { act, seen, wanted, devices, remainingMs } = learning;
  const seconds = Math.ceil(remainingMs / 1000);
  return (
    <div className={styles['learning']} role="status">
      <strong>
        {seen === 0 ? t('panels.press', { act: tt(`panels.acts.${act}`) }) : t('panels.pressAgain', { seen, wanted })}
      </strong>
      <span>{devices === 0 ? t('panels.noDevices', { seconds }) : t('panels.listening', { devices, seconds })}</span>
      <BigButton onPress={() => void asking.ask('panel.stop-learning', {})}>{t('panels.stop')}</BigButton>
    </div>
  );
}

function Told({
  lastLearned,
  panels,
}: {
  lastLearned: NonNullable<HallState['panels']['lastLearned']>;
  panels: readonly PanelShown[];
}): ReactNode {
  const { t, tt } = useWords();
  const { act, panelId, fault } = lastLearned;
  if (fault !== null) return <FaultLine fault={fault} />;
  const panel = panels.find((each) => each.panelId === panelId);
  if (panel === undefined) return null;
  return (
    <div className={styles['learned']} role="status">
      <ShapeMark shape="tick" tone="good" />
      {t('panels.learned', { act: tt(`panels.acts.${act}`), panel: panel.name })}
    </div>
  );
}

function Panel({ panel, asking }: { panel: PanelShown; asking: Asking }): ReactNode {
  const { t, tt } = useWords();
  const { panelId, name, model, serial, port, state, acts, light } = panel;
  const { ask, isAsking } = asking;
  return (
    <li className={styles['panel']} data-state={state}>
      <div className={styles['name']}>
        {name}
        <small>{[model, serial, port].filter((part) => part !== '').join(' · ')}</small>
      </div>
      <div className={styles['state']}>
        <ShapeMark
          shape={state === 'ready' ? 'tick' : state === 'gone' ? 'cross' : 'triangle'}
          tone={state === 'ready' ? 'good' : state === 'gone' ? 'bad' : 'look'}
        />
        {t(`panels.state.${state}`)}
      </div>
      <HoldButton tone="plain" isDisabled={isAsking} onHeld={() => void ask('panel.forget', { panelId })}>
        {t('panels.forget')}
      </HoldButton>
      {acts.length > 0 && (
        <div className={styles['bound']}>
          {acts.map((act) => (
            <span key={act} className={styles['act']}>
              {tt(`panels.acts.${act}`)}
              {mustBeHeld(act) && <small>{t('panels.held')}</small>}
              <button
                type="button"
                aria-label={t('panels.unbind', { act: tt(`panels.acts.${act}`) })}
                onClick={() => void ask('panel.unbind', { panelId, act })}
              >
                <ShapeMark shape="cross" />
              </button>
            </span>
          ))}
        </div>
      )}
      {light !== null && (
        <div className={styles['light']}>
          <span className={styles['act']}>
            {t('panels.light.isLamp')}
            {light.isAnswering !== null && (
              <small>{t(light.isAnswering ? 'panels.light.answers' : 'panels.light.silent')}</small>
            )}
          </span>
          <BigButton
            isDisabled={isAsking || state !== 'ready'}
            hint={t('panels.testAbout')}
            onPress={() => void ask('panel.test-light', { panelId })}
          >
            {t('panels.test')}
          </BigButton>
          {!light.goesOutAlone && <span className={styles['warning']}>{t('panels.light.staysLit')}</span>}
        </div>
      )}
    </li>
  );
}
