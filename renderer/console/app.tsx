import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '../client/hall-client.ts';
import { CheckScreen } from './check/check-screen.tsx';
import { SetupScreen } from './setup/setup-screen.tsx';
import { TodayScreen } from './today/today-screen.tsx';

export type ScreenProps = Readonly<{ hall: HallClient; state: HallState }>;

/** The one screen that the state of the hall calls for. */
export function PhaseScreen({ hall, state }: ScreenProps) {
  if (!state.isSetUp) return <SetupScreen hall={hall} state={state} />;
  switch (state.hearing?.phase) {
    case undefined: return <TodayScreen hall={hall} state={state} />;
    case 'planned': case 'checked': return <CheckScreen hall={hall} state={state} />;
    case 'open': case 'break': case 'technical-break': case 'deliberation': return null;
    case 'ended': return null;
  }
}
