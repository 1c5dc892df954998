import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { runningHearing, type Rooms } from './rooms.ts';

type PanelVerb = Extract<keyof Answerers, `panel.${string}`>;

/** Which pedals, panels and lamps are the hall's, and what their buttons do. In a hearing nothing of it changes: every button means what it meant. */
export function keepPanels(rooms: Rooms): Pick<Answerers, PanelVerb> {
  const { panels } = rooms;
  const outside = async (
    act: () => Outcome<void> | Promise<Outcome<void>>,
  ): Promise<Outcome<Record<string, never>>> => {
    if (runningHearing(rooms) !== null) return failed(fault('setup.during-hearing', {}));
    const acted = await act();
    return acted.ok ? done({}) : acted;
  };
  return {
    'panel.learn': ({ act }) => outside(() => panels.learn(act)),
    'panel.stop-learning': async () => {
      panels.stopLearning();
      return done({});
    },
    'panel.unbind': ({ panelId, act }) => outside(() => panels.unbind(panelId, act)),
    'panel.forget': ({ panelId }) => outside(() => panels.forget(panelId)),
    'panel.keep-light': ({ path }) => outside(() => panels.keepLight(path)),
    'panel.test-light': ({ panelId }) => outside(() => panels.testLight(panelId)),
  };
}
